"""What people say about themselves in passing, as facts of the funding rules.

Only what leaves no doubt becomes a fact; everything else stays unknown, and may be asked.
What is about health is heard as well: whoever asks leaves it out without the person's consent.
"""

# ruff: noqa: RUF001  words of many scripts

import re
from collections.abc import Callable, Iterator
from typing import Final

from mentorhub.recommend.dialogue.staff import staff
from mentorhub.recommend.dialogue.stating import SOME, Facts, claims, states, whole
from mentorhub.recommend.dialogue.telling import telling
from mentorhub.recommend.dialogue.training import exam, training
from mentorhub.recommend.dialogue.working import time_there, work
from mentorhub.recommend.eligibility import Value
from mentorhub.recommend.engine.intent.sentence import Sentence, said

_READING = said(
    r"""
    (?:besser|richtig|endlich|kaum|schlecht) (?:\w+ ){0,2}(?:lese?n|schreibe?n|rechne?n)
    (?:nicht|nich|net) (?:\w+ ){0,2}(?:lese?n|schreibe?n|rechne?n)
    (?:lese?n|schreibe?n|rechne?n) (?:\w+ ){0,3}(?:lernen|schwer|üben|verbessern|probleme)
    (?:schwer|probleme) (?:\w+ ){0,3}(?:lese?n|schreibe?n|rechne?n)
    (?:lese?n|schreibe?n) (?:kann|kannst) (?:\w+ ){0,2}(?:nicht|kaum|schlecht)
    (?:kurs|unterricht) (?:\w+ ){0,2}(?:lese?n und schreibe?n|alphabetisierung)
    mit dem (?:lese?n|schreibe?n|rechnen) (?:habe|hab) ich es (?:\w+ )?nicht
    beim schreiben (?:mache?|habe) ich (?:\w+ ){0,2}fehler|mit den buchstaben nicht
    verstehe (?:\w+ ){0,2}(?:rechnungen|prozent\w*|mathe|zahlen) nicht
    """
)
_READS_WELL = said(r"(?:lese?n|schreibe?n|rechnen) (?:[\w,]+ ){0,4}kann ich (?:\w+ ){0,2}gut")
_GUESSED = said(r"wohl|vermut\w*|vielleicht|glaube?|scheinbar|anscheinend")
_FOR_WORK = said(
    r"""
    (?<!agentur )für (?:(?:die|meine|meinen|den) )?(?:arbeit|job|beruf|stelle)|beruflich|im beruf
    auf der arbeit
    bei der arbeit|mehr verdienen|aufsteigen|befördert|aufstieg
    """
)
_PERSON = r"(?:bruder|schwester|sohn|tochter|frau|mann|kolleg\w*|mitarbeiter\w*|\w+in|herrn \w [.])"
_NO_AGE = (
    r"(?:(?:stunden|std|euro|km|leute|prozent|jahren?|monate?n?|wochen|tage?n?|mal|minuten|uhr)"
    r"(?! alt)|[+])"
)
_WHO = (
    r"(?:er|sie|ich|der|die|kandidat\w*|geselle|gesellin|\w*helfer(?:in)?|mitarbeiter(?:in)?"
    r"|kolleg(?:e|in)|teilnehmer(?:in)?)"
)
_AGE = said(
    rf"""
    (?:ich )?bin (?:jetzt |schon |erst )?(\d\d)(?! {_NO_AGE})
    (?:mit|schon|erst) (\d\d)(?= (?:jahren|bin|noch|zu|[?]))|(\d\d) jahre? alt
    (?:bin|ist) (?:jetzt )?(\d\d) jahre?(?= (?:[,.;!)]|und ))|jetzt (\d\d)(?= [.,;)])
    {_WHO} (?:ist|is) (?:jetzt |schon |erst )?(\d\d)(?= (?:[,.;)]|und |jahre ))
    ist (?:er|sie) (?:jetzt |schon |erst )?(\d\d)(?= (?:[,.;)]|und |jahre ))
    [,(.] ist (\d\d)(?= [,.;)])
    (\d\d)[ -]?jährige?[rn]?
    (?<!\d )(?:[,(]|{_PERSON} :) (\d\d)(?= [,.)](?! \d))|alter (?:: )?(\d\d)
    (?:^ |[,(.:] )(\d\d) jahre?(?= [,.)])
    (\d\d) (?:jahre )?bin ich|bin ich (?:jetzt |schon |erst )?(\d\d)(?! {_NO_AGE})
    bin (?:im \w+ |\w+ schon )?(\d\d)(?= (?:geworden|[,.;)]|und ))
    (\d\d) (?:und|oder)(?= \d\d jahre alt)
    i am (?:now )?(\d\d)(?! (?:hours|weeks|people|minutes|kilom|months|percent|euros?))
    i[' ]m (\d\d)|(\d\d) years old|aged? (\d\d)|my age is (\d\d)
    (?:habe|am|mam) (\d\d) (?:lat|de ani|ani)(?! (?:doswiad|experien|de experien|w zawodzie|stazu))
    [,(] (\d\d) (?:лет|год\w*|рок\w*|lata|lat)(?= [,.)])
    мне (\d\d)(?: (?:лет|год\w*))?|мені (\d\d)(?: рок\w*)?
    (\d\d) yaş\w*|yaşım (\d\d)|وعمري (\d\d)|عمري (\d\d)|العمر (\d\d)
    """
)
_OF_ONESELF = said(r"ich|bin|i|am|мне|мені")
_LARGE = r"(\d{1,3}(?:[.]\d{3})+|\d{4,6})"
_EARNS = said(
    rf"""
    (?:verdien\w*|einkommen|zve|gehalt|lohn|zu versteuern\w*|earn) (?:\w+ ){{0,3}}?(?:: )?{_LARGE}
    zu versteuern (?:\w+ ){{3,5}}{_LARGE}
    {_LARGE} (?:euro |€ )?zu versteuern\w*
    {_LARGE} (?:euro |€ )?(?:netto|brutto)
    """
)
_TOGETHER = said(r"verdien\w* (?:\w+ ){0,2}zusammen|zusammen verdien\w*")
_NO_INCOME = said(
    r"\w*kurs|\w*schulung|\w*lehrgang|seminar|weiterbildung|fortbildung|kostet|kosten|preis"
    r"|stundenlohn|die stunde|pro stunde|je stunde"
)
_DEGREE_OF_DISABILITY = said(
    r"(?:gdb|grad der behinderung) (?:(?:von|ist|beträgt|liegt|bei|habe|hab|ich|nur|leider"
    r"|:) ){0,4}(\d\d|100)"
    r"|(\d\d|100) (?:prozent )?gdb"
)
_SEVERE = 50  # § 2 Abs. 2 SGB IX; to be treated alike (Abs. 3) is not enough for § 82 SGB III
_EQUATED = said(r"gleichgestellt\w*|gleichstellung")
_DISABILITY = said(
    rf"""
    (?:bin|als) {SOME}{{0,3}}schwer-?behindert\w*
    schwer-?behindertenausweis|schwer-?behinderung
    """
)
_NOT_DISABLED = said(
    r"keine? (?:schwer-?)?behinderung|nicht (?:schwer-?)?behindert|schwer-?behindert bin ich nicht"
)
_AFFECTED = said(
    r"(\d\d?|100) (?:prozent|%) (?:\w+ ){0,3}(?:leute|mitarbeite\w*|beschäftigte\w*|belegschaft)"
    r" (?:\w+ ){0,6}(?:neue|andere|umlernen|umschulen|weiterbild\w*|qualifizier\w*|betroffen)"
    r"|betrifft (\d\d?|100) (?:prozent|%)|(\d\d?|100) (?:prozent|%) (?:\w+ ){0,4}betroffen"
    r"|(\d\d?|100) (?:prozent|%) (?:davon |von uns )?(?:muss|müssen|braucht|brauchen) (?:\w+ ){0,3}"
    r"(?:neues|neue kenntnisse|neues wissen|umlernen|umgeschult|umschulen|weitergebildet)"
)
_PARTS: Final = {
    "zweite": 2, "dritte": 3, "vierte": 4, "funfte": 5, "sechste": 6, "achte": 8, "zehnte": 10,
    "halfte": 2, "drittel": 3, "viertel": 4, "funftel": 5, "zehntel": 10,
}  # fmt: skip
_EACH = "zweite|dritte|vierte|fünfte|sechste|achte|zehnte"
_LEARNS_ANEW = (
    r"(?:verliert|umlernen|umschulen|neue\w*|andere|betroffen|weiterbild\w*|qualifizier\w*)"
)
_EACH_AFFECTED = said(
    rf"jede[rns]? ({_EACH})[rns]? (?:[\w,]+ ){{0,6}}{_LEARNS_ANEW}"
    r"|betroffen (?:\w+ ){1,4}, also (?:ein|eine|die) (hälfte|drittel|viertel|fünftel|zehntel)"
)
_SOME_AFFECTED = said(
    rf"(\d{{1,5}}) von (\d{{1,5}}) (?:\w+ ){{1,6}}{_LEARNS_ANEW}"
    r"|davon (\d{1,5}) (?:\w+ ){0,3}betroffen"
)
_WHOLE = 100
_SINGLE = said(r"ledig|unverheiratet|unmarried|i am single")
_ABOVE = said(r"(?:über|mehr als|mindestens|ab|more than|over)(?= \d)")
_MONTHLY = said(r"(?:im|pro|jeden) monat|monatlich\w*|a month|monthly")
_NET = said(r"netto|auf die hand|net")
_GROSS = said(r"brutto|gross")
_MONTHS, _SALARIES_A_YEAR = 12, 13  # many get one salary more
_MOST_GROSS_OF_NET = 2  # nobody's gross pay is more than twice the net pay
_INCOME_LIMIT = 50_000
_MOST_DEDUCTED = 0.4  # of gross pay: what is taxed may be so much less
_LEAST_A_YEAR = 10_000
_MOST_INCOME = 1_000_000
_CORRECTION = re.compile(
    r"(?:(?<=[.,;!?:\n–-])|^)\s*(?:(?:ach|nee?|nein)[\s,]+)*"
    r"\b(?:quatsch|blödsinn|unsinn|falsch|stimmt nicht|ich meine|sorry)\b[\s,.:!]*"
    r"|\b(?:nee?|nein|ach)\s+(?:quatsch|blödsinn|unsinn|falsch)\b[\s,.:!]*",
    re.IGNORECASE,
)
_LAST_SENTENCE = re.compile(r"[^.!?\n]*[.!?\s,;:–-]*\Z")
_YOUNGEST, _OLDEST = 14, 90


def corrected(text: str) -> str:
    """Return words in which somebody corrects themselves without the sentence that they correct."""
    first, *others = _CORRECTION.split(text)
    for after in others:
        if any(letter.isalnum() for letter in after):
            first = f"{_LAST_SENTENCE.sub('', first)} {after}"
    return first.strip() or text


def hear(text: str) -> Facts:
    """Return the facts of the funding rules that the words state beyond doubt."""
    return heard_in(Sentence(telling(text)))


def heard_in(sentence: Sentence) -> Facts:
    """Return the same of what a text tells, see ``telling``."""
    facts: Facts = {}
    for find in _FINDERS:
        for name, value in find(sentence):
            facts.setdefault(name, value)
    return facts


def _change(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Yield which share of the staff needs new skills, between 0 and 1."""
    for match, at in sentence.find(_AFFECTED):
        percent = whole(match)
        if percent <= _WHOLE and not sentence.asks(at):
            yield "anteil_betroffen_strukturwandel", percent / _WHOLE
        return
    for match, at in sentence.find(_EACH_AFFECTED):
        if not sentence.asks(at):
            yield "anteil_betroffen_strukturwandel", round(1 / _PARTS[match[1] or match[2]], 4)
    for match, at in sentence.find(_SOME_AFFECTED):
        of_all = int(match[2]) if match[2] else _staff_of(sentence)
        some = int(match[1] or match[3])
        if 0 < some <= of_all and not sentence.asks(at):
            yield "anteil_betroffen_strukturwandel", round(some / of_all, 4)


def _staff_of(sentence: Sentence) -> int:
    """Return how many work in the company, 0 where that is not told."""
    number = dict(staff(sentence)).get("betriebsgroesse")
    return number if isinstance(number, int) else 0


def _aims(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    if sentence.has(_READS_WELL):
        yield "lese_schreib_rechen_bedarf", False
    elif any(not _GUESSED.search(sentence.period(at)) for _m, at in sentence.find(_READING)):
        yield "lese_schreib_rechen_bedarf", True
        yield "anlass", "grundkompetenzen"
    if states(sentence, _FOR_WORK):
        yield "kurs_berufsbezogen", True


def _numbers(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    ages = {whole(match): match[0] for match, _at in sentence.find(_AGE)}
    if len(ages) > 1:  # told of several: of whoever says "I" or "am", if that is one
        ages = {age: told for age, told in ages.items() if _OF_ONESELF.search(f" {told} ")}
    for age in ages if len(ages) == 1 else ():
        if _YOUNGEST <= age <= _OLDEST:
            yield "alter", age
    yield from staff(sentence)


def _pay(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    if claims(sentence, _SINGLE):
        yield "zusammen_veranlagt", False
    for match, at in sentence.find(_EARNS):
        clause = sentence.clause(at)
        if not _NO_INCOME.search(clause) and not _TOGETHER.search(clause):
            yield from income(sentence, whole(match)).items()
            return


def income(sentence: Sentence, number: int) -> Facts:
    """Return what may be taxed in a year, on the right side of the limit; nothing in doubt.

    What is taxed is never more than the gross pay, so pay whose year stays below the limit
    settles the question, and pay a little above it does not.
    """
    if not 0 < number <= _MOST_INCOME:
        return {}
    if sentence.has(_ABOVE):
        return {"zve_jahr": number + 1}
    monthly = number < _LEAST_A_YEAR or sentence.has(_MONTHLY)
    most = number * (_SALARIES_A_YEAR if monthly else 1)
    least = most * (1 - _MOST_DEDUCTED)
    if sentence.has(_NET):
        most, least = most * _MOST_GROSS_OF_NET, float(most)
    is_pay = monthly or sentence.has(_NET) or sentence.has(_GROSS)
    if is_pay and least <= _INCOME_LIMIT < most:
        return {}
    in_a_year = number * _MONTHS if monthly else number
    return {"zve_jahr": in_a_year if most <= _INCOME_LIMIT else most}


def _health(sentence: Sentence) -> Iterator[tuple[str, Value]]:
    """Return what nobody may keep or use without a consent of its own."""
    for match, at in sentence.find(_DEGREE_OF_DISABILITY):
        severe = whole(match) >= _SEVERE
        if not sentence.asks(at) and (severe or not sentence.has(_EQUATED)):
            yield "schwerbehindert", severe
        return
    if any(not sentence.asks(at) for _match, at in sentence.find(_NOT_DISABLED)):
        yield "schwerbehindert", False
    elif claims(sentence, _DISABILITY):
        yield "schwerbehindert", True


_FINDERS: Final[tuple[Callable[[Sentence], Iterator[tuple[str, Value]]], ...]] = (
    work,
    training,
    _aims,
    _numbers,
    _pay,
    time_there,
    exam,
    _change,
    _health,
)
