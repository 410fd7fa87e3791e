"""Finds the names of people in a sentence: by how they are introduced, and by first names.

``names/first-names.txt`` holds common first names of this country in three scripts, without those
that are ordinary German words, ``names/towns.txt`` towns that are no surnames.
"""

# ruff: noqa: RUF001  words of many scripts

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

SIGN: Final = "[Name]"

_WORD = r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*"
_UPPER = r"[A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŞȘŢȚŽŹŻĂА-ЯЁІЇЄҐ]"
_CAPITAL = rf"(?!(?:Ich|Sie|Und|In|Aus|Mit|Der|Die|Das|Ein|Eine|Wo|Was|Wie)\b)(?={_UPPER}){_WORD}"
_PARTICLE = r"(?:von|van|vom|zu|zum|der|den|de|al|el|bin|ben)"
_HOUSES = (  # where somebody is from at work, not by name: "Frau von der Agentur"
    r"(?!(?:Agentur|Arbeit\w*|Job\w*|IHK|HWK|VHS|BFW|Volkshoch\w*|Firma|Betrieb|Kammer|Stadt|Schule"
    r"|Beratung\w*|Kasse|Kranken\w*|Renten\w*|Personal\w*|Beruf|Lager|Pflege|Produktion|Schicht"
    r"|Caritas|Diakonie|Gemeinde|Behörde|Post|Bank|Amt|Haus\w*|Fuß|Anfang|Beginn|Weihnachten|Ostern"
    r"|Bau|Büro|Leitung|Kita|Tafel|Kirche|Polizei|Feuerwehr|Bahn|Zeit"
    r"|\w+(?:amt|agentur|stelle|abteilung|schule|kasse|kammer|werk|heim|haus|beratung|zentrum))\b)"
)
_OF = (
    r"(?:(?:[Vv]on (?:der|dem|den|und zu)|[Vv]on|[Vv]an (?:der|den|de)|[Vv]an|[Zz]u|[Dd]e la|[Dd]e"
    rf"|[Dd]el|[Dd]i|[Dd]a|[Dd]os|[Tt]en|[Tt]er|[Ee]l|[Aa]l|[Ll]e|[Ll]a)\s+{_HOUSES})"
)
_DOES = (
    r"will|möchte|sucht|sagt|meint|hat|ist|kann|soll|macht|braucht|arbeitet|wohnt|lebt|kommt|fragt"
)
_TITLES = r"(?:(?:Dr|Prof|Dipl|med|rer|nat|phil|jur|Ing)\b\.?[\s-]*)*"
_STOP = (
    r"und|aus|bin|ich|suche?|will|möchte|hab|habe|wohne?|lebe|arbeite|komme|alter|in|im|ist|hat|und"
    r"|für|bei|mit|nicht|auch|macht|sagt|zahlt|geht|kann|soll|muss|war|vom|jetzt|alles|so|an|auf"
    r"|from|and|am|my|the|та|і|и|я|з|из|в|у|шукаю|ищу|живу|ve|arıyorum|szukam|mieszkam|i|și|si|caut"
    r"|locuiesc|من|و|أنا|أبحث|في"
)
_NEXT = rf"(?:\s+(?!(?:{_STOP})\b){_WORD})"

_CALLED = re.compile(
    r"\b(?:ich hei(?:ß|ss|s)e?|heisse|mein name(?: ist|:|\s)|man nennt mich|nenn(?:t|en sie) mich"
    r"|my name(?: is|'s)|i am called|call me|benim ad[ıi]m|ad[ıi]m|меня зовут|мене зв[аи]ти"
    r"|мене звуть|мо[её] имя|моє ім['’]я|اسمي|nazywam się|mam na imi[ęe]|m[ăa] numesc"
    r"|m[ăa] cheam[ăa]|numele meu este)[\s:]+(?!\w+ willkommen)"
    rf"((?!(?:{_STOP})\b){_WORD}{_NEXT}{{0,2}})",
    re.IGNORECASE,
)
_FULL_NAME = rf"{_CAPITAL}(?:\s+{_PARTICLE}){{0,2}}\s+{_CAPITAL}"
_INTRODUCED = re.compile(
    rf"(?i:\b(?:ich bin|hier ist|hier spricht|i['’]m|i am|this is|ben|я|jestem|sunt|eu sunt|name:?"
    rf"|ich bin['’]?s,?(?: der| die)?|ich,))\s+({_FULL_NAME}(?:\s+{_CAPITAL})?)"
)
_LABELLED = re.compile(
    r"\b(?i:name|ansprechpartner\w*|kontakt|familie|fam\.|unterzeichnet|gezeichnet)\s*:?\s+"
    rf"({_CAPITAL}(?:,?\s+{_CAPITAL})?)"
)
_NAMED = re.compile(
    r"\b(?:tochter|sohn|mann|frau|bruder|schwester|kolleg\w*|freund\w*|chef\w*|mutter|vater|kind|er"
    rf"|sie)\s+(?:heißt|heisst)\s+((?!(?:{_STOP}|das|es)\b){_WORD})|\bwerde\s+({_WORD})\s+genannt\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?i:\b(?:(?:viele |liebe |beste |schöne |freundliche[nr]? |mit freundlichen )?"
    rf"gr(?:u|ü|ue)(?:ß|ss)(?:en?)?|mfg|lg|vg|best regards|kind regards))[\s,!.]+"
    rf"((?:(?:Dr|Prof)\.\s*)*{_CAPITAL}(?:(?:\s+{_PARTICLE}){{0,2}}\s+{_CAPITAL}){{0,2}})\s*[.!]?\s*$"
)
_ADDRESSED = re.compile(
    rf"\b(?i:herrn?|frau|fr\.|hr\.|dr\.|prof\.)\s+(?!(?:Ober|Doktor|Beruf)\b)"
    rf"({_TITLES}{_OF}?{_CAPITAL}(?:\s+{_OF}?{_CAPITAL}){{0,2}})"
)
_NO_SURNAME = (  # what stands behind a role without being a name
    r"(?!(?:Deutsch|Englisch|[A-ZÄÖÜ]\w+isch|Mathe\w*|Pflege|Lager|Büro|Einkauf|Verkauf|Vertrieb"
    r"|Personal|Technik|IT|EDV|Logistik|Produktion|Qualität|Service|Metall|Elektro|Küche|Kita|Reha|Montag|Dienstag"
    r"|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Zertifikat|Online|Vollzeit|Teilzeit|AEVO|ADA"
    r"|(?i:\w*(?:ung|heit|keit|schaft|schein|kurse?|lehrgang|wesen|technik|pflege|lizenz|verkehr|handel"
    r"|bau|amt|stelle|meister|meisterin|bildung|arbeit|dienst|sport|recht|schutz|tag)))\b)"
)
_SURE_ROLE = (
    r"(?:\w*sachbearbeiter(?:in)?|\w*vermittler(?:in)?|fallmanager(?:in)?|ansprechpartner(?:in)?"
    r"|nachbar(?:in)?|hausarzt|hausärztin|teilnehmer(?:in)?|kursteilnehmer(?:in)?|bewerber(?:in)?)"
)
_ROLE = (
    r"(?:\w*berater(?:in)?|\w*lehrer(?:in)?|dozent(?:in)?|trainer(?:in)?|ausbilder(?:in)?|chef(?:in)?"
    r"|koll?eg(?:e|in)|mentor(?:in)?|\w*leiter(?:in)?|betreuer(?:in)?|coach|arzt|ärztin|doktor"
    r"|vorgesetzte[rn]?|meister(?:in)?|vermieter(?:in)?)"
)
_SURNAME_OF = rf"({_OF}?{_NO_SURNAME}{_CAPITAL}(?:\s+{_CAPITAL})?)"
_MINE = r"(?:mein|dein|unser)(?:e[mnrs]?)?"
_IN_ROLE = re.compile(
    rf"(?:\b(?i:{_SURE_ROLE})\s*:?|\b(?i:{_MINE})\s+(?i:{_ROLE}))\s+{_SURNAME_OF}"
    rf"|\b(?i:der|die|dem|den|zum|zur)\s+(?i:{_ROLE})\s+"
    rf"({_NO_SURNAME}{_CAPITAL})(?=\s(?:vom|von der|von dem|beim|aus)\s)"
    rf"|\b(?i:{_MINE})\s+(?i:{_SURE_ROLE}|{_ROLE}),?\s+(?:der|die)\s+({_NO_SURNAME}{_CAPITAL})"
    rf"(?=,?\s(?:{_DOES})\b)"
    rf"|(?:^|[.!?,]\s)(?i:{_ROLE})\s+({_NO_SURNAME}{_CAPITAL})"
    rf"(?=\s(?:vom|von|beim|aus|{_DOES})\s(?!ich\b))"
    rf"|\b(?i:{_SURE_ROLE}|{_ROLE})(?:\s\w+){{0,3}}\s(?:heißt|heisst)\s+"
    rf"({_CAPITAL}(?:\s+{_CAPITAL})?)"
)
_CALLED_UP = re.compile(
    r"\b(?i:tel|telefon|handy|mobil|mail|e-mail|fax|whatsapp)\b\.?:?\s+"
    r"(?!(?i:privat|büro|arbeit|nummer|nr|dienstlich|firma|zuhause|zu)\b)"
    rf"({_CAPITAL})(?=\s*:|\s+\+?\d)"
)
_ANY_UPPER = f"[{''.join(filter(str.isupper, map(chr, range(0x41, 0x1F00))))}]"
_FOREIGN = re.compile(  # several capitals in a row, with letters that only Vietnamese has
    rf"(?<!\w)(?=(?:{_ANY_UPPER}\w*\s+){{0,3}}{_ANY_UPPER}?\w*[ơưƠƯ\u1ea0-\u1ef9])"
    rf"{_ANY_UPPER}[^\W\d_]*(?:\s+{_ANY_UPPER}[^\W\d_]*){{1,3}}"
)
_ADDRESSED_SMALL = re.compile(
    r"(?<!\w)(?<!meine )(?<!deine )(?<!seine )(?<!eine )(?<!als )(?<!die )(?<!der )(?<!jede )"
    rf"(?<!bin )(?<!von )\b(?:herrn?|frau)\s+((?!(?:{_STOP}|mann|in|ohne|sein|werden)\b)[^\W\d_]+)"
)
_NEAR = re.compile(
    r"\b(?:tochter|sohn|mann|frau|bruder|schwester|kolleg\w*|freund\w*|chef\w*|mutter|vater|onkel"
    rf"|tante|nachbar\w*|ich bin(?: der| die)?|bin|lg|mfg|gruß|gruss)\s+({_WORD})",
    re.IGNORECASE,
)
_HERE = re.compile(  # as on the telephone: "olaf brandt hier"
    rf"(?:(?<=^)|(?<=[.!?] )|(?<=moin )|(?<=hallo )|(?<=hallo, ))({_WORD})(\s{_WORD})?(?=\shier\b)",
    re.IGNORECASE,
)
_INTRODUCTIONS = (
    _CALLED, _INTRODUCED, _LABELLED, _NAMED, _SIGNED, _ADDRESSED, _ADDRESSED_SMALL, _IN_ROLE,
    _CALLED_UP,
)  # fmt: skip
_ANY = re.compile(_WORD)
_GERMAN: Final = frozenset("abcdefghijklmnopqrstuvwxyzäöüß")
_SURNAME = re.compile(rf"\[Name\](?:\s+(?:{_OF}?{_CAPITAL}|\[Name\])(?=\s|[,.!?;:)]|$))+")
_NOT_BEFORE_NAMES = (
    r"(?!(?:Hallo|Hi|Hey|Moin|Liebe[rs]?|Guten|Tag|Morgen|Abend|Danke|Bitte|Ja|Nein|Servus|Grüße|Gruß"
    r"|Tochter|Sohn|Mann|Frau|Bruder|Schwester|Mutter|Vater|Kolleg\w*|Chef\w*|Freund\w*|Herrn?|Für"
    r"|Von|Mein\w*|Unser\w*|Kurse?|Lehrgang|Wer|Wenn|Ob|Kann|Hat|Ist|Will|Soll|Hier|Dass|Weil"
    r"|Excel|Word|Deutsch|Englisch|Pflege|Stapler\w*"
    r"|\w+(?:in|ung|heit|keit|schein|kurs|schaft|pflege))\b)"
)
_FILED = re.compile(  # as in lists: "Kowalczyk, Anna"
    rf"(?P<before>(?:^|[\n;:(]|[.!?]\s)\s*){_OF}?{_NOT_BEFORE_NAMES}(?P<name>{_CAPITAL}),?\s+"
    rf"\[Name\](?=\s*(?:[,;:.!?)\n\d]|$)|\s(?:{_DOES})\b)"
)


def without_names(text: str) -> str:
    """Return the text with names of people replaced."""
    for rule in _INTRODUCTIONS:
        text = rule.sub(_hide_group, text)
    text = _NEAR.sub(lambda found: _hide_group(found) if _is_known(found[1]) else found[0], text)
    text = _HERE.sub(lambda found: SIGN if _is_known(found[1]) else found[0], text)
    text = _FOREIGN.sub(SIGN, text)
    text = _ANY.sub(lambda found: SIGN if _is_written_name(found[0]) else found[0], text)
    return _FILED.sub(_hide_filed, _SURNAME.sub(SIGN, text))


@cache
def first_names() -> frozenset[str]:
    """Return the first names that we know, in small letters."""
    folder = files("mentorhub.assist").joinpath("names/first-names.txt")
    return frozenset(folder.read_text("utf-8").split())


@cache
def towns() -> frozenset[str]:
    """Return towns whose names are no surnames, in small letters."""
    folder = files("mentorhub.assist").joinpath("names/towns.txt")
    return frozenset(folder.read_text("utf-8").split())


def _hide_filed(found: re.Match[str]) -> str:
    if found["name"].casefold() in towns():
        return found[0]
    return found["before"] + SIGN


def _hide_group(found: re.Match[str]) -> str:
    group = next(at for at in range(1, found.re.groups + 1) if found[at])
    begin, end = (place - found.start() for place in found.span(group))
    return found[0][:begin] + SIGN + found[0][end:]


def _is_known(word: str) -> bool:
    small = word.casefold()
    return any(form in first_names() for form in (small, small.split("-")[0], _plain(small)))


def _plain(word: str) -> str:
    """Return a word in plain letters, as names are often typed; German ones stay as they are."""
    if not set(word) - _GERMAN:
        return word
    apart = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _is_written_name(word: str) -> bool:
    """Return whether this is a known name in the letters in which names are written."""
    has_case = word.lower() != word.upper()
    return _is_known(word) and (not has_case or word.istitle() or word.isupper())
