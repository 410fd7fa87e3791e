"""Spoken words in written ones: dialect, slips, number words, lengths of time, sums and dates.

"keen Beruf jelernt", "vierunddreißig Leute", "seit anderthalb Jahren" and "knapp 5 Mille" are what
the finders of facts read as "kein Beruf gelernt", "34 Leute", "seit 18 Monaten", "knapp 5000 Euro".
What is no number for certain ("ein paar Dutzend", "eine") stays as it was written.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from mentorhub.recommend.engine.text import Spelling, fold

_DIALECT: Final = {
    fold(said): meant
    for meant, all_said in {
        "ich": "ick icke ik isch", "bin": "ben bün", "seit": "siet", "möchte": "mecht",
        "nicht": "ned nit nich nisch",
        "nichts": "nix nüscht nischt nixe",
        "kein": "keen koa kee", "keine": "keene koane koi", "keinen": "keenen koan",
        "habe": "hob hoab han heff",  "haben wir": "hamma hamwa", "sind wir": "simma samma",
        "nie": "nia", "etwas": "ebbes", "und": "ond un",
        "arbeite": "arbat arbeete", "arbeiten": "arbeitn arbatn",
        "jahr": "joahr johr joar", "jahre": "joahre johre joohr",
        "jahren": "joahrn joahren johren jahrn",
        "leute": "leit leude lüüd", "aber": "oba", "als": "ois", "das": "det dit", "auf": "uff",
        "gemacht": "gmacht", "gelernt": "glernt glernd", "gearbeitet": "gearbat gschafft",
        "ausgelernt": "ausglernt", "dabei": "dorbei",
        "in der": "inne inner", "jetzt": "jetz getz etz", "lernen": "lerna lehren",
        "wohne": "wohn", "meine": "mei", "auf dem": "aufm uffm",
        "sieben": "siwwe", "köln": "kölle", "münchen": "minga",
    }.items()
    for said in all_said.split()
}  # fmt: skip
_BERLIN = re.compile(r"j(?=e(?:lern|mach|arbei|kündi|kost|hab|schaff))")
_SLIPS = Spelling(
    fold(
        """
        ausbildung berufsausbildung abgeschlossen abgebrochen gelernt gelernte gelernter gelernten
        ungelernt ungelernte angelernt angelernte arbeitslos arbeitslose gekündigt kündigung
        schwerbehindert schwerbehinderung beschäftigt beschäftigte beschäftigten mitarbeiter
        mitarbeitern mitarbeiterin angestellt angestellte angestellten berufsabschluss umschulung
        bildungsscheck bildungsschecks elternzeit kurzarbeit
        angeschlossen aufgeschlossen abschlossen gelehrt beschäftigen beschäftigung angestellter
        abgebrochene arbeitsloser umschulungen ausbildungen mitarbeitende verlernt geleert
        """
    ).split()
)

_ONES: Final = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TEENS: Final = [
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_TENS: Final = [
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
]
_ENGLISH: Final = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_TEN: Final = 10


def _below_hundred() -> dict[str, int]:
    """Return the folded number words from two to ninety-nine."""
    found = (
        {"zwo": 2}
        | dict(zip(_ENGLISH, range(2, 13), strict=True))
        | {fold(word): number for number, word in enumerate(_ONES, start=2)}
    )
    found |= {fold(word): number for number, word in enumerate(_TEENS, start=_TEN)}
    for tens, word in enumerate(map(fold, _TENS), start=2):
        found[word] = _TEN * tens
        for one, before in enumerate(("ein", *_ONES), start=1):
            found[f"{fold(before)}und{word}"] = _TEN * tens + one
    return found


_NUMBERS: Final = _below_hundred()
_LARGE = re.compile(r"(?:(\w*?)tausend(?:und)?)?(?:(\w*?)hundert(?:und)?)?(\w*)")
_SPOKEN_TENS = re.compile(r"(?:zich|zisch|zge|zg)$")
_SPOKEN_TEENS = re.compile(r"(?<=funf)z[ea]?n$|(?<=funf)zehne$")
_SPOKEN_AND = re.compile(
    r"(?<=[a-z])(?:und|un|n)(?=(?:zwan|drei|vier|funf|sech|sieb|acht|neun)\w*zig$)"
)
_TOGETHER: Final = {
    **{f"{word}t": number for word, number in _NUMBERS.items()},
    **{f"{word}st": number for word, number in _NUMBERS.items()},
    "dritt": 3,
    "siebt": 7,
    "acht": 8,
}
_ORDINALS: Final = {"ersten": 1} | {f"{word}en": number for word, number in _TOGETHER.items()}
_MONTHS_OF: Final = {"j": 12, "m": 1}
_SHARES: Final = {"v": 25, "f": 20, "z": 10, "h": 50}  # per cent, by the first letter
_HUNDRED, _THOUSAND, _DOZEN = 100, 1000, 12

_WORD = re.compile(r"([^\W\d_]+)")
_STAFF = (
    r"(?:von )?(?:der |unserer? |den |allen? )?(?:ganzen )?"
    r"(?:belegschaft|beschäftigten|mitarbeit|leute)"
)
_ONE = r"(?:eine[mnrs]?|ein|ne[mnr]?)"
_STARTS = r"(?:kurs|lehrgangs?)?-?(?:beginnt?|startet|start|anfang|starttermin)"
_MONTH = r"jän|jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez"
_COUNTED = (
    r"(?<=.)\w*(?:anuar|ebruar|ärz|pril|\bMai|uni|uli|ugust|eptember|ktober|ovember|ezember"
    r"|jahr|semester"
    r"|klasse|stock|mal|tag|quartal|woche|reihe|stufe|lehrj)"
)
_SENTENCE = (
    r"ich|wir|er|sie|es|der|die|das|den|mein|unser|kann|geht|gibt|bin|hab|wohn|arbeit|kurs|und"
)


def _together(match: re.Match[str]) -> str:
    number = _TOGETHER.get(fold(match[1]))
    return match[0] if number is None else f"zu {number}"


def _ordinal(match: re.Match[str]) -> str:
    number = _ORDINALS.get(fold(match[1]))
    return match[0] if number is None else f"{number}."


def _months(match: re.Match[str]) -> str:
    """Return how many months "anderthalb Jahre" or "zweieinhalb Jahren" are."""
    years = 1 if fold(match[1]) in ("ander", "ein") else _part(fold(match[1]))
    unit = match[2][0].casefold()
    if years is None or unit == "m":
        return match[0]
    return f"{_MONTHS_OF[unit] * years + _MONTHS_OF[unit] // 2} Monaten"


def _half_more(match: re.Match[str]) -> str:
    number = number_of(fold(match[1]))
    return match[0] if number is None else f"{number},5 "


def _dozens(match: re.Match[str]) -> str:
    if "halb" in match[1].casefold():
        return str(_DOZEN // 2)
    return str(_DOZEN * (int(match[1]) if match[1].isdigit() else 1))


def _percent(match: re.Match[str]) -> str:
    share = _SHARES[match[2][0].casefold()]
    return f"{share * int(match[1] if match[1].isdigit() else 1)} Prozent"


def _thousands(match: re.Match[str]) -> str:
    """Return the number; "Mille" are always euros."""
    number = str(round(float(match[1].replace(",", ".")) * _THOUSAND))
    return f"{number} Euro" if match[0].casefold().endswith("mille") else number


_Instead = str | Callable[[re.Match[str]], str]
_PHRASES: Final[tuple[tuple[tuple[str, ...], re.Pattern[str], _Instead], ...]] = tuple(
    (signs, re.compile(pattern, re.IGNORECASE), instead)
    for signs, pattern, instead in (
        (
            (" i ", "i "),
            r"\bi (?=(?:bin|habe|wohne|schaff|brauch|möcht|will|arbeite)\b)",
            "ich ",
        ),
        (("grad ",), r"\bgrad (?=(?:noch|eben|mal|erst|so)\b)", "gerade "),
        (("arbeiten tu",), r"\barbeiten tu(?:e)? ich\b", "ich arbeite"),
        (("zur zeit",), r"\bzur zeit\b", "zurzeit"),
        (("ich arbeit ",), r"\bich arbeit\b", "ich arbeite"),
        (("i ben ",), r"\bi ben\b", "ich bin"),
        ((" i",), r"\b(bin|habe|arbeite|wohne) i\b", r"\1 ich"),
        (("schaff",), r"\bschaff (?=(?:da|dort|hier|beim|bei|im|in|als|seit|auf)\b)", "schaffe "),
        (("net",), r"\bnet\b(?! ?\d)", "nicht"),
        (("halb",), rf"\b(?:{_ONE} )?(?:halbe?[snmr]? ?-?jahr\w*)", "6 Monaten"),
        (("drei", "3"), rf"\b(?:{_ONE} )?(?:drei|3 )-?viertel-? ?jahr\w*", "9 Monaten"),
        (("einhalb stunden",), r"\b(\w+)einhalb (?=stunden\b)", _half_more),
        (("viertel",), rf"\b(?:{_ONE} )?viertel-?jahr\w*", "3 Monaten"),
        (("halb",), r"\b(ander|\w+?)(?:t?halb|einhalb) (jahr|monat)\w*", _months),
        (
            ("jahr", "monat", "woche"),
            rf"\b{_ONE} (?=(?:jahr|monat|woche)(?:e[ns]?|s)?\b)",
            "1 ",
        ),
        (("dutzend",), r"\b(ein halbes|halbes|ein|\d+) dutzend\b", _dozens),
        (
            ("viertel", "fünftel", "zehntel", "hälfte"),
            rf"\b(ein|die|3|2) (viertel|fünftel|zehntel|hälfte)(?= {_STAFF})",
            _percent,
        ),
        (
            ("hälfte",),
            r"\bdie hälfte (?=(?:von uns |davon )?(?:muss|müssen|brauch))",
            "50 Prozent ",
        ),
        (("zu ",), r"\bzu (\w+t)\b", _together),
        (("ten ",), rf"\b(\w+ten)(?= (?:{_MONTH}))", _ordinal),
        (("tsd", "1000"), r"\b(\d{1,3}(?:,\d)?) ?(?:tsd\b\.?|1000\b)", _thousands),
        (("mille", "k"), r"\b(\d+(?:,\d)?) ?(?:mille\b|k(?= ?(?:euro|eur\b|€)))", _thousands),
        (
            ("€", "eur"),
            r"(?<!\w)(?:€|eur) ?(\d[\d.]*(?:,\d\d)?)(?!\d| ?(?:€|euro))",
            r"\1 Euro",
        ),
        (
            ("oken", "cken", "mäuse", "kröten", " eu"),
            r"\b(\d[\d.]*) ?(?:ocken|öcken|flocken|mäuse|kröten|eu)\b",
            r"\1 Euro",
        ),
        (
            (",-", ",\u2013"),
            r"(\d),(?:-+|\u2013)(?: ?(?:€|euros?\b|eur\b))?",
            r"\1 Euro",
        ),
        (("€", "eur"), r"\b(\d{1,3})[,'\u2019 ](\d{3})(?= ?(?:€|eur))", r"\1.\2"),
        (
            ("anuar", "ebruar", "ärz", "pril", "mai", "uni", "uli", "ugust", "ember", "tober"),
            r"\b(\d\d?) (?=(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober"
            r"|november|dezember)\b)",
            r"\1. ",
        ),
        (("h", "std", "ue"), r"(?<=\d)(?=(?:h|std|u?std|ue)\b)", " "),
        (("20",), r"\b(20\d\d)-(\d\d)-(\d\d)\b", r"\3.\2.\1"),
        (("/20",), r"\b(\d\d?)/(\d\d?)/(20\d\d)\b", r"\1.\2.\3"),
        (
            ("start", "begin", "anfang"),
            rf"\b({_STARTS})(?: ist)?:? (?:(?:mo|di|mi|do|fr|sa|so)\w*\.?,? )?"
            rf"(?=\d\d?\. ?(?:\d|{_MONTH}))",
            r"\1 am ",
        ),
        (
            ("",),
            rf"(?<=\d)\.(?=\s*$|\s+(?:{_SENTENCE})\b|\s+(?-i:[A-ZÄÖÜ])(?!{_COUNTED}))",
            " .",
        ),
    )
)
"""What to look for once one of the signs is there, and what to write instead, in this order."""


_ANY_SIGN = re.compile(
    r"\d|\b(?:i|net|schaff)\b|halb|grad |ich arbeit |arbeiten tu|zur zeit|viertel|dutzend|hälfte"
    r"|(?:ein|ne)\w? (?:jahr|monat|woche)"
    r"|zu \w+t\b|mille"
    rf"|ten (?:{_MONTH})",
    re.IGNORECASE,
)


def plainly(text: str) -> str:
    """Return the text in the words that the finders of facts read."""
    plain = "".join(map(_meant, _WORD.split(text)))
    if not _ANY_SIGN.search(plain):
        return plain
    low = plain.casefold()
    for signs, pattern, instead in _PHRASES:
        if any(sign in low for sign in signs):
            plain = pattern.sub(instead, plain)
    return plain


@lru_cache(maxsize=65536)
def _meant(word: str) -> str:
    """Return the figure, the written word or the right spelling of what is no plain word."""
    folded = fold(word)
    number = number_of(folded)
    if number is not None:
        return str(number)
    if found := _DIALECT.get(folded):
        number = number_of(found)
        return found if number is None else str(number)
    if _BERLIN.match(folded):
        return f"g{word[1:]}"
    slip = _SLIPS.meant(folded)
    return slip if slip and slip != folded else word


def number_of(word: str) -> int | None:
    """Return the number that one folded word says, None where it says none; "ein" says none."""
    if word in _NUMBERS:
        return _NUMBERS[word]
    if (broad := _broadly(word)) in _NUMBERS:
        return _NUMBERS[broad]
    if "hundert" not in word and "tausend" not in word:
        return None
    match = _LARGE.fullmatch(word)
    assert match is not None  # the last group takes any word
    thousands, hundreds, rest = (None if part is None else _part(part) for part in match.groups())
    if match[3] and (rest is None or match[3].startswith("ein")):
        return None
    return _sum(match, thousands, hundreds, rest)


def _broadly(word: str) -> str:
    """Return a number word as it is written that was spelt as it is spoken ("achtunfuffzich")."""
    word = _SPOKEN_TENS.sub("zig", word.replace("fuff", "funf").replace("foff", "funf"))
    return _SPOKEN_TEENS.sub("zehn", _SPOKEN_AND.sub("und", word))


def _sum(
    match: re.Match[str], thousands: int | None, hundreds: int | None, rest: int | None
) -> int | None:
    """Return the sum of the parts, None where one that stands there is no number."""
    if (match[1] and thousands is None) or (match[2] and hundreds is None):
        return None
    return (
        (_THOUSAND * (thousands or 1) if match[1] is not None else 0)
        + (_HUNDRED * (hundreds or 1) if match[2] is not None else 0)
        + (rest or 0)
    )


def _part(word: str) -> int | None:
    return 1 if word == "ein" else _NUMBERS.get(word)
