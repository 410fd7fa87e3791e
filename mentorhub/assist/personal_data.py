"""Takes out of a text what says who somebody is, before it leaves the machine.

Rules, not a model: they would rather take out too much. What a person does, wants and where they
live by name of the town stays, because the answer depends on it.
"""

# ruff: noqa: RUF001  words of many scripts

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from mentorhub.assist.given_names import towns, without_names

_AT_SIGN = r"(?:@|[(\[{](?:a|at|ät)[)\]}])"
_AT = rf"(?:{_AT_SIGN}|\s(?:at|ät|klammeraffe)\s)"
_MARK = r"(?:punkt|dot|minus|bindestrich|unterstrich|underscore)"
_BOX = rf"(?:[\w.+%-]{{1,40}}\s{_MARK}\s){{0,3}}[\w.+%-]+"
_POST = r"(?:gmail|googlemail|gmx|hotmail|yahoo|icloud|freenet|t-online|posteo|proton\w*|aol|arcor)"
_OTHER_POST = r"(?:web|outlook|live|mail|mailbox)"
_DOT = r"(?:\.|[(\[{](?:punkt|dot)[)\]}]|\s(?:punkt|dot)\s)"
_STREETS = (
    r"(?:stra(?:ß|ss)e|str\.?|weg|gasse|allee|platz|ring|damm|ufer|steig|pfad|chaussee|wall|hof"
    r"|markt|berg|pl\.|street|road|avenue|lane|sokak|caddesi|sokağı)"
)
_LIKE_STREETS = (  # also ends of other words, so only with a capital and a number
    r"(?:hang|halde|feld|kamp|acker|wiesen?|garten|gärten|grund|(?:en|er|el)tal|bach|teich|see|hain"
    r"|wald|busch|brink|heide|blick|park|promenade|passage|graben|brücke|mühle|stieg|stiege|twiete"
    r"|siedlung|esch|horst|weide|bleiche|aue|born)"
)
_NO_STREETS = (
    r"(?!(?:(?:lern|handlungs|berufs|tätigkeits|arbeits|themen|einsatz|text|daten|eingabe|um|vor)feld"
    r"|(?:zusammen|an|über|vor|ab|um)hang|kindergarten|(?:unter|hinter|vorder|ab|beweg)grund"
    r"|(?:über|ein|rück|aus|durch|augen|an)blick|(?:fuhr|wind|maschinen|solar|frei)park"
    rf"|{'|'.join(sorted(town for town in towns() if re.search(_LIKE_STREETS + '$', town)))})\b)"
)
_HOUSE = (
    r"(?:nr\.?\s*|hausnummer\s*)?\d{1,4}(?:\s?[a-z]\b)?(?:\s?[-/]\s?\d{1,4}\b)?"
    r"(?!\s*(?:personen|leute|menschen|mal\b|stunden|std|tagen?|wochen|monat|jahr|euro|€|km|uhr|kurse"
    r"|teilnehm|prozent|%|\.?\d(?!\.?\s?(?:stock|etage|og\b))))"
)
_NAME = r"[^\W\d_a-zäöüß][\w'-]+"
_NO_NAMES = (  # what has a number without being a street: "im Modul 3"
    r"(?i:\w*tag(?:s|en|e)?\b|\w*abend(?:s|en|e)?\b|\w*termine?n?\b|mittwochs?\b|morgen|januar"
    r"|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|herbst|winter"
    r"|frühjahr|sommer|jahr|quartal|stichtag|thema|modul|niveau|kurs|klassen?|steuerklasse|stufe"
    r"|gruppe|schicht|woche|halle|raum|lager|abteilung|regel|nummer|nr|punkt|ziffer|paragraf|lektion"
    r"|kapitel|seite|bühne|alter|kreis|umkreis|radius|firma|betrieb|team|linie|maschine|anlage"
    r"|stapler|windows|excel|office|word|sap|anhang|abschnitt|artikel|absatz|band|teil|phase|block"
    r"|etage|stock|werk|schule|pflegegrad)"
)
_BEFORE_STREETS = (
    r"am|im|an (?:der|den|dem)|auf (?:der|dem)|zum|zur|unter (?:den|der)|vor (?:dem|der)"
    r"|hinter (?:der|dem|den)|über (?:der|dem)|neben (?:der|dem)|zwischen den|beim"
)
_MONTHS = (
    r"(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)[a-zä]*\.?"
    r"|січ\w+|лют\w+|берез\w+|квіт\w+|трав\w+|черв\w+|лип\w+|серп\w+|верес\w+|жовт\w+|листоп\w+"
    r"|груд\w+|янв\w+|февр\w+|март\w+|апр\w+|ма[йя]\b|июн\w+|июл\w+|авг\w+|сент\w+|окт\w+|ноя\w+"
    r"|дек\w+"
)
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\.?|\w+(?:ten|sten))"
_DATE = (
    rf"(?:\b\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?P<a>\d{{4}}|\d{{2}})\b"
    rf"|\b{_DAY}\s?(?:{_MONTHS}),?\s?(?P<b>\d{{4}}|\d{{2}})\b"
    rf"|\b(?:{_MONTHS})\s?\d{{1,2}}(?:st|nd|rd|th)?,?\s(?P<c>\d{{4}})\b"
    r"|\b(?P<d>\d{4})-\d{1,2}-\d{1,2}\b)"
)
_BORN = (
    r"\b(?:geb\.|geb\b|geboren|geburts\w+|birth\w*|born|народ\w+|родил\w+|doğum\w*|urodz\w+|născut\w*"
    r"|مواليد)"
)
_LABELS = (
    r"(?:konto\w*|kto|blz|nummer|\w*nummer|\w*nr|ausweis\w*|steuer-?id|reisepass|postfach"
    r"|versicher\w*|rentenversicher\w*|krankenkass\w*)"
)
_PHONES = (
    r"(?:tel|telefon\w*|handy\w*|mobil\w*|whatsapp|phone|fax|rufnummer|тел|телефон|هاتف|telefonu?m)"
)
_SPOKEN = (
    r"(?:null|eins?|zwo|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zero|one|two|three|four|five)"
)
_OLDEST_PLAN: Final = 2020
"""A date of this year or later is one of a course, an older one may be of a birth."""

_MAILS: Final[Sequence[tuple[re.Pattern[str], str]]] = (
    (re.compile(r"(?<!\S)(?:[\w@.]\s){4,}[\w@.](?!\S)"), "[Nummer]"),
    (
        re.compile(
            rf"(?<![\w.+%-]){_BOX}\s?{_AT_SIGN}\s?[\w-]+(?:\s?{_DOT}\s?[\w-]+)*",
            re.I,
        ),
        "[E-Mail]",
    ),
    (
        re.compile(
            rf"(?<![\w.+-])(?:\w+\s)?{_BOX}{_AT}[\w-]+\s?{_DOT}\s?\w{{2,}}",
            re.I,
        ),
        "[E-Mail]",
    ),
    (re.compile(rf"(?<![\w.+-]){_BOX}{_AT}{_POST}\b", re.I), "[E-Mail]"),
    (
        re.compile(
            rf"(?<![\w.+-])(?:[\w%-]+[.+_][\w.+%-]+|[\w.+%-]+\s{_MARK}\s[\w.+%-]+)"
            rf"{_AT}{_OTHER_POST}\b",
            re.I,
        ),
        "[E-Mail]",
    ),
)
"""Before names, of which addresses are made."""

_RULES: Final[Sequence[tuple[re.Pattern[str], str]]] = (
    (re.compile(r"(?<!\w)@[\w.-]{2,}"), "[Link]"),
    (re.compile(r"(?:https?://|www\.)\S+", re.I), "[Link]"),
    (
        re.compile(
            r"(?<![\w.-])(?:[\w-]+\.)+(?:com|de|org|net|info|eu|me|io|ru|ua|pl|ro|tr)\b(?:/\S*)?",
            re.I,
        ),
        "[Link]",
    ),
    (re.compile(r"\b[A-Z]{2}\s?\d{2}(?:[\s-]?\d{2,4}){3,8}\b", re.I), "[Konto]"),
    (re.compile(r"\b[A-Z]{2}\d{2}(?:[\s-]?[A-Z0-9]{2,4}){3,8}\b", re.I), "[Konto]"),
    (re.compile(r"\bBIC\s*:?\s*[A-Z]{6}[A-Z0-9]{2,5}\b", re.I), "[Konto]"),
    (re.compile(r"\b\d{2}[ -]?\d{6}[ -]?[A-Z][ -]?\d{3}\b", re.I), "[Nummer]"),
    (re.compile(rf"{_BORN}[\s:]*(?:am|on|den)?\s*(?:{_DATE}|\d[\d./ -]{{2,}})", re.I), "[Datum]"),
    (
        re.compile(rf"\b{_PHONES}\.?:?\s*(?:nr\.?:?\s*)?[+(]?\d[\d\s/().-]{{4,}}\d", re.I),
        "[Telefon]",
    ),
    (re.compile(r"(?<![\w.])(?:\+|00)\d[\d\s/().-]{6,18}\d"), "[Telefon]"),
    (re.compile(r"(?<![\w.,])\(?0\d{1,5}\)?[\s/().-]{0,3}\d[\d\s/().-]{3,14}\d"), "[Telefon]"),
    (re.compile(rf"\b(?:{_SPOKEN}[\s-]+){{5,}}{_SPOKEN}\b", re.I), "[Telefon]"),
    (
        re.compile(
            rf"\b{_LABELS}\.?:?\s*[A-Z]{{0,3}}\d(?:[\s/.-]{{0,2}}[A-Z]?\d){{2,}}[A-Z]?\b", re.I
        ),
        "[Nummer]",
    ),
    (re.compile(rf"(?<![\w-])[\w-]+\s{_STREETS}(?:\s+|(?<=\.)){_HOUSE}", re.I), "[Adresse]"),
    (re.compile(rf"\b[\w.ß-]*(?:{_STREETS})(?:\s+|(?<=\.)){_HOUSE}", re.I), "[Adresse]"),
    (
        re.compile(
            rf"\b{_NO_STREETS}(?-i:[^\W\d_a-zäöüß])[\wß-]{{2,}}{_LIKE_STREETS}\s{_HOUSE}", re.I
        ),
        "[Adresse]",
    ),
    (
        re.compile(
            r"\b[\wß-]*(?:stra(?:ß|ss)e|gasse|allee)\s(?:zwei|drei|vier|fünf|sech|sieb|acht|neun|zehn"
            r"|elf|zwölf|ein(?:und|s))\w*",
            re.I,
        ),
        "[Adresse]",
    ),
    (
        re.compile(
            r"\b(?:вул\.?|вулиц\w+|ул\.?|улиц\w+|просп\.?|ul\.?|ulica|ulicy|strada|str\.|شارع)\s+"
            rf"(?:[^\W\d_][\w'-]*\s+){{1,3}}?{_HOUSE}",
            re.I,
        ),
        "[Adresse]",
    ),
    (
        re.compile(
            rf"(?:\b(?i:{_BEFORE_STREETS})|\b(?:In (?:der|den|dem)|Auf den|Bei (?:der|dem)|Zu den))"
            rf" (?!{_NO_NAMES}){_NAME}(?: {_NAME})? (?i:{_HOUSE})"
        ),
        "[Adresse]",
    ),
    (
        re.compile(
            r"(?<!iso )(?<!en )(?<!din )(?<!vde )(?<!أيزو )\b(?!\d{2}[05]00\b)\d{5}\b"
            r"(?!\s*(?:€|euro|eur\b|brutto|netto|im jahr|leute|mitarbeit))",
            re.I,
        ),
        "[PLZ]",
    ),
    (re.compile(r"\b(?!DIN)[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}\s?\d{1,4}\b"), "[Kennzeichen]"),
    (re.compile(r"\b(?=(?:[A-Za-z]*\d){4})(?=\d*[A-Za-z])[A-Za-z\d]{8,}\b"), "[Nummer]"),
    (re.compile(r"\b\d{6,}\b|\b\d{1,4}(?:[ /-]\d{2,4}){2,}\b"), "[Nummer]"),
    (
        re.compile(rf"{_NAME}(?:\s{_NAME}){{1,2}}(?=[\s,:]+\[(?:Telefon|E-Mail|Adresse)\])"),
        "[Name]",
    ),
)
_DATES = re.compile(_DATE, re.IGNORECASE)
_DASHES = re.compile(r"(?<=\d)[\u2010-\u2015](?=\d)")


def without_personal_data(text: str) -> str:
    """Return the text with names, addresses, numbers and birth dates replaced by what they are."""
    text = _replaced(_readable(text), _MAILS)
    text = _DATES.sub(_hide_old, without_names(text))
    return _replaced(text, _RULES)


def _replaced(text: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> str:
    for pattern, sign in rules:
        text = pattern.sub(sign, text)
    return text


def _readable(text: str) -> str:
    """Return the text without hidden letters, and with digits of all scripts as ours."""
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return _DASHES.sub("-", "".join(map(_digit, kept)))


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def _hide_old(found: re.Match[str]) -> str:
    """Return the sign for a date on which somebody may have been born."""
    year = int(next(group for group in found.groups() if group))
    is_plan = year >= _OLDEST_PLAN or _OLDEST_PLAN % 100 <= year < _OLDEST_PLAN % 100 + 20
    return found[0] if is_plan else "[Datum]"
