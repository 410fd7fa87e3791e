"""Which facts that a chat model has read may count: those that the person's own words support.

A model may well understand what our rules do not. It may also invent, or be told to. So each fact
has to come with words that the person wrote, and these have to hold a sign of the fact: a word
about its matter, no denial where it affirms, the very number that it claims.
"""

# ruff: noqa: RUF001  words of many scripts

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from mentorhub.recommend.dialogue.spoken import plainly
from mentorhub.recommend.dialogue.stating import Facts
from mentorhub.recommend.eligibility import BY_NAME, Value

YES: Final = "yes"
NO: Final = "no"


@dataclass(frozen=True)
class Claimed:
    """A fact as a model read it: its name, its value in words, the person's words behind it."""

    name: str
    value: str
    words: str


@dataclass(frozen=True)
class _Signs:
    """What words must hold: for yes, for no, for each value; for numbers also the range."""

    yes: str = ""
    no: str = ""
    values: Mapping[str, str] | None = None
    least: int = 0
    most: int = 0


_WORK = (
    r"arbeit|job\b|stelle\b|chef|firma|betrieb|angestellt|beschäftigt|schicht|lager|fabrik|kolleg"
    r"|\bwork|employ|my boss|çalış|işte|патрон|працюю|робот|работаю|работе|أعمل|عمل|pracuj|lucrez"
)
_NO_WORK = (
    r"arbeitslos|erwerbslos|arbeitsuchend|arbeitssuchend|bürgergeld|hartz|\balg\b|keine? (?:\w+ )?"
    r"(?:arbeit|job|stelle|anstellung)|ohne (?:arbeit|job|stelle)|(?:job|arbeit|stelle) verloren"
    r"|entlassen|unemploy|no job|lost my job|out of work|işsiz|безроб|безработ|без работы"
    r"|без роботи|عاطل|بدون عمل|bezrobot|bez pracy|șomer|şomer|somer|fără (?:serviciu|loc de muncă)"
)
_TRADE = (
    r"ausbildung|lehre\b|gelernt|gesell|abschluss|facharbeit|examin|meisterbrief|apprenticeship"
    r"|qualification|vocational|meslek|диплом|освіт|профес|образован|شهادة|zawód|zawod|calificare"
)
_NO_TRADE = r"ungelernt|angelernt|abgebrochen|geschmissen|hilfsarbeit|unskilled|vasıfsız"
_BASICS = (
    r"lese|schreib|schrift|rechn|buchstab|\bread|\bwrit|okuma|yazma|читат|писат|читать|писать"
    r"|قراءة|كتابة|أقرأ|أكتب|czyta|pisa|citesc|scri"
)
_PEOPLE = (
    r"leute|mitarbeit|kolleg|beschäftigt|angestellt|personen|menschen|\bmann\b|wir sind|betrieb"
    r"|firma|people|employees|staff|kişi|людей|осіб|человек|شخص|osób|oameni|angajați"
)
_AGE = (
    r"jahr|\balt\b|alter|\bbin\b|werde|\bage\b|years|\bold\b|i am|yaş|років|рок|лет|год|سنة|عمر"
    r"|\blat\b|\bani\b"
)
_SIGNS: Final[Mapping[str, _Signs]] = {
    "beschaeftigt": _Signs(yes=_WORK, no=_NO_WORK),
    "berufsabschluss": _Signs(yes=_TRADE, no=_NO_TRADE),
    "anlass": _Signs(
        values={
            "arbeitslosigkeit_beenden": rf"{_NO_WORK}|arbeit finden|job finden|stelle finden",
            "berufsabschluss_fehlt": _TRADE,
            "hauptschulabschluss": r"schulabschluss|hauptschul|school",
            "grundkompetenzen": _BASICS,
        }
    ),
    "betriebsgroesse": _Signs(yes=_PEOPLE, least=1, most=1_000_000),
    "alter": _Signs(yes=_AGE, least=14, most=90),
    "jahre_seit_berufsabschluss": _Signs(yes=_TRADE, most=60),
    "beschaeftigungsmonate": _Signs(yes=r"seit|jahr|monat|since|years|months", most=720),
    "wochenstunden": _Signs(yes=r"stund|\bstd|hours|saat|годин|час|godzin|ore\b", most=80),
    "kurs_berufsbezogen": _Signs(yes=r"arbeit|beruf|job\b|chef|betrieb|firma|work"),
    "gekuendigt": _Signs(yes=r"künd|vertrag|befrist|läuft aus|entlass|fired|dismiss|laid off"),
    "transfer_kug": _Signs(yes=r"transfer"),
    "auszubildend": _Signs(yes=r"azubi|auszubild|lehrling|in der lehre|apprentice"),
    "hochschulabschluss": _Signs(
        yes=r"studier|studium|bachelor|master|diplom|\buni|degree|üniversite|універс|универс|studi"
    ),
    "arbeitslos_gemeldet": _Signs(yes=r"gemeldet|melde|registered"),
    "insolvenz": _Signs(yes=r"pleite|insolv|bankrott|konkurs|bankrupt"),
    "lese_schreib_rechen_bedarf": _Signs(yes=_BASICS),
}
READABLE: Final[Collection[str]] = tuple(_SIGNS)
"""The facts that a model may read; what only an offer knows, health and income are not among them.

Income is not, because which pay is which income takes a doubt that our own rules keep.
"""

_DENIED = re.compile(
    r"\b(?:nicht|nich|net|nix|nichts|kein\w*|nie|niemals|ohne|noch nie|no|not|never|without|don't"
    r"|haven't|yok|değil|hiç|не|нет|немає|нема|ні|без|ніколи|nie|bez|brak|nu|fără|niciun)\b"
    r"|n't\b|ليس|لا |لم |بدون"
)
_UNSURE = re.compile(
    r"\?|\b(?:wenn|falls|ob|würde|wäre|hätte|könnte|vielleicht|glaube|weiß nicht|angenommen"
    r"|suche|such|will|möchte|if|whether|would|maybe|want|looking for)\b"
)
_OTHERS = re.compile(
    r"\b(?:mein\w{0,2}|unser\w{0,2}|dein\w{0,2}|ihr\w{0,2}|sein\w{0,2}|my|his|her)\s+"
    r"(?:\w+\s+)?(?:mann|frau|bruder|schwester|sohn|tochter|freund|freundin|mutter|vater|eltern|kind"
    r"|kinder|partner\w*|nachbar\w*|kolleg\w*|husband|wife|brother|sister|son|daughter|friend)\b"
)
_BREAK = re.compile(r"[.!;:\n]|\b(?:aber|doch|sondern|but|ama|але|но|ale|dar)\b|,|\bund\b|\band\b")
_NUMBER = re.compile(r"\d{1,3}(?:[.\s]\d{3})+(?!\d)|\d+")
_WANTED_AIMS: Final = ("anlass", "kurs_berufsbezogen", "lese_schreib_rechen_bedarf")
_DENIAL_IS_SIGN: Final = ("anlass", "lese_schreib_rechen_bedarf")
_MONTHS: Final = 12


def supported(claimed: Iterable[Claimed], said: str, closed: Collection[str]) -> Facts:
    """Return the facts that the words support, each name once.

    ``closed`` are names that must stay as they are: what the person has told, changed or left
    open by themselves.
    """
    text = _plain(said)
    facts: Facts = {}
    for one in claimed:
        if one.name in closed or one.name in facts or one.name not in _SIGNS:
            continue
        clause = _clause(_plain(one.words), text)
        value = _value(one, clause) if clause else None
        if value is not None:
            facts[one.name] = value
    return facts


def _plain(text: str) -> str:
    return " ".join(plainly(text).casefold().split()).strip(" .,!\"'„“»«")


def _clause(words: str, text: str) -> str:
    """Return the part of the text around the words, up to marks; nothing if they are not in it.

    So nobody can leave out the word that denies the others.
    """
    at = text.find(words) if words else -1
    if at < 0:
        return ""
    before = list(_BREAK.finditer(text, 0, at))
    after = _BREAK.search(text, at + len(words))
    begin = before[-1].end() if before else 0
    end = after.start() if after else len(text)
    asks = "?" if text[end:].lstrip(" ,.!").startswith("?") else ""
    return text[begin:end] + asks


def _value(one: Claimed, clause: str) -> Value:
    """Return the value that the clause supports, None if it does not."""
    signs = _SIGNS[one.name]
    if _OTHERS.search(clause) or (one.name not in _WANTED_AIMS and _UNSURE.search(clause)):
        return None
    if BY_NAME[one.name].kind == "number":
        return _number(one, signs, clause)
    if signs.values is not None:
        return _choice(one, signs.values, clause)
    return _yes_no(one, signs, clause)


def _yes_no(one: Claimed, signs: _Signs, clause: str) -> bool | None:
    denied = bool(_DENIED.search(clause)) and one.name not in _DENIAL_IS_SIGN
    lacking = bool(signs.no) and bool(re.search(signs.no, clause))
    affirmed = bool(re.search(signs.yes, clause))
    if one.value == YES and affirmed and not denied and not lacking:
        return True
    if one.value == NO and (lacking or (affirmed and denied)):
        return False
    return None


def _choice(one: Claimed, values: Mapping[str, str], clause: str) -> str | None:
    sign = values.get(one.value)
    return one.value if sign and re.search(sign, clause) else None


def _number(one: Claimed, signs: _Signs, clause: str) -> int | None:
    """Return the number if it stands in the person's words; years also count as months."""
    if not one.value.isascii() or not one.value.isdigit() or len(one.value) > len("1000000"):
        return None
    value = int(one.value)
    said = {int(re.sub(r"\D", "", found)) for found in _NUMBER.findall(_plain(one.words))}
    if one.name == "beschaeftigungsmonate" and re.search(r"jahr|year", clause):
        said = {_MONTHS * years for years in said}
    is_plain = signs.least <= value <= signs.most and bool(re.search(signs.yes, clause))
    return value if value in said and is_plain and not _DENIED.search(clause) else None
