"""How long it may take: "höchstens 3 Monate", "nur ein paar Tage", "ein kurzer Kurs"."""

import re
from collections.abc import Iterator
from typing import Final

from mentorhub.recommend.engine.document import Chip
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said
from mentorhub.recommend.engine.text import fold

MOST_DAYS: Final = 3660
_DAYS: Final = {"t": 1, "d": 1, "w": 7, "m": 31, "j": 366, "y": 366}
"""Days of a unit by its first letter, so many that the longest month and year are meant."""
_YEAR: Final = 366
_SHORT_DAYS: Final = 31
_SHORT_TRAINING_DAYS: Final = 366  # of a course of years
_FEW: Final = {"t": 7, "d": 7, "w": 42, "m": 186, "j": 1098, "y": 1098}
_NUMBERS: Final = {
    fold(word): number
    for number, words in (
        (0.5, "halbes halben halb half"),
        (1.0, "ein eine einen einem einer one a an"),
        (1.5, "anderthalb eineinhalb"),
        (2.0, "zwei two"),
        (2.5, "zweieinhalb"),
        (3.0, "drei three"),
        (3.5, "dreieinhalb"),
        (4.0, "vier four"),
        (5.0, "fünf five"),
        (6.0, "sechs six"),
        (7.0, "sieben seven"),
        (8.0, "acht eight"),
        (9.0, "neun nine"),
        (10.0, "zehn ten"),
        (12.0, "zwölf twelve"),
    )
    for word in words.split()
}
_MOST = (
    r"(?:höchstens|maximal|maximum|max(?: [.])?|bis zu|bis|unter|weniger als|kürzer als"
    r"|nicht (?:mehr|länger|über) (?:als|wie)?|≤|<|at most|up to|under|less than|shorter than"
    r"|no (?:longer|more) than|not (?:longer|more) than|within)"
)
_COUNT = rf"(?:(?:a|ein|eine|einem|einer) )?(\d{{1,3}}|{'|'.join(_NUMBERS)})(?: an?)?"
_UNIT = r"(tage?n?|woche?n?|monate?n?|monats|jahre?n?|days?|weeks?|months?|years?)"
_SPAN = rf"{_COUNT}(?: (?:bis|to|oder|or|\u2013) (\d{{1,3}}))? {_UNIT}"
_COURSE = (
    r"(?:\w*kurs\w*|lehrgang|lehrgänge|\w*seminar\w*|\w*schulung\w*|\w*weiterbildung\w*"
    r"|\w*fortbildung\w*|qualifizierung\w*|massnahme\w*|workshop\w*|course|courses|class|classes"
    r"|training)"
)
_TRAINING = r"(?:\w*umschulung\w*|\w*ausbildung\w*|\w*studium)"
_LASTS = r"(?:dauert?|dauern|dauer|lang|geht|gehen|läuft|long|takes?|lasts?)"
_DONE = (
    r"(?:fertig|durch sein|schaffen|geschafft|abschliessen|abgeschlossen|abschluss|done|finish\w*)"
)
_NUMBERED = said(
    rf"""
    {_MOST} {_SPAN}(?: {_LASTS})?
    {_SPAN} (?:höchstens|maximal|max|at most|am stück|{_LASTS})
    (?:dauert|dauer|dauern|takes?|lasts?)(?: :)? (?:(?:nur|etwa|ungefähr|circa|only|about) )?{_SPAN}
    (?:länger|mehr|longer|more) (?:als|wie|than) {_SPAN}(?: \w+){{1,3}} (?:nicht|keine zeit)
    (?:habe?|hätte|have) (?:ich )?(?:nur |nur noch |only )?{_SPAN} (?:zeit|time)
    (?:in|innerhalb(?: von)?|binnen) {_SPAN}(?= (?:\w+ ){{0,4}}{_DONE} )
    {_SPAN} {_COURSE}
    """
)
# "6-wöchig", "dreimonatiger Kurs", "3-month course"; a year is often an age.
_JOINED_UNIT = r"(tag|woch|monat|jahr|day|week|month|year)"
_JOINED = said(
    rf"""
    (\d{{1,2}}|{"|".join(_NUMBERS)})[ -]?{_JOINED_UNIT}ig\w*(?= (?:\w+ )?(?:{_COURSE}|{_TRAINING}) )
    (\d{{1,2}})[ -]?{_JOINED_UNIT}(?:e|en|s)?-?(?:kurs|lehrgang|seminar|intensivkurs|course)\w*
    """
)
_FEW_OF = said(
    rf"""
    (?:(?:nur|only|just|höchstens) )?(?:(?:ein|a) )?(?:paar|wenige|few|couple of) {_UNIT}
    """
)
_ONE_DAY = said(
    rf"""
    (?:nur |only )?an einem tag|(?:tageskurs|tagesseminar|tagesworkshop|tageslehrgang)\w*
    eintägig\w*|one-day {_COURSE}|(?:in|on|for) (?:just )?one day
    """
)
_SOMETHING = r"(?:was|etwas|something)"
_RATHER = r"(?:(?:möglichst|eher|ganz|sehr|relativ|very) )?"
_SHORT_WORD = rf"{_RATHER}(?:kurz|kürzer|short|quick)(?:e[nsmr]?)?"
_IT = r"(?:(?:es|er|das|der kurs|aber|auch|bitte) )*"
_NOT_LONG = r"nicht (?:so |zu |allzu )?lange?"
_SHORT = said(
    rf"""
    {_SHORT_WORD}(?= (?:\w+ )?{_COURSE} )
    {_SOMETHING} {_SHORT_WORD}
    (?:kurz|kompakt|schnell|crash)-?(?:kurs|lehrgang|seminar|schulung)\w*|crash course
    (?:soll|sollte|darf|kann|muss) {_IT}{_RATHER}kurz (?:sein|dauern)
    (?:möglichst|soll) kurz
    (?:dauert?|dauern) {_IT}(?:{_NOT_LONG}|nur kurz|{_RATHER}kurz)
    (?:soll|sollte|darf) {_IT}{_NOT_LONG} (?:dauern|gehen|sein)
    der {_NOT_LONG} (?:dauert|geht|ist)|(?:(?:aber|bitte) )?nicht (?:so|zu|allzu) lange?
    keine? (?:so |zu )?lange[nrs]? {_COURSE}|not (?:too|so) long
    """
)
_SHORT_TRAINING = said(rf"{_SHORT_WORD}(?= (?:\w+ )?{_TRAINING} )|verkürzte(?= {_TRAINING} )")
# What is counted in days and years besides a course: work, age, waiting; and times of a week.
_BEFORE = re.compile(
    r" (?:seit|vor|alle|nach|mit|ab|mindestens|wenigstens|uber|mehr als|langer als|schon|since|ago"
    r"|every|after|in|at least|letzten?|last|erst|in der woche|pro woche)(?: \w+)? $"
)
_AFTER = re.compile(
    r"(?:(?:\w+ ){0,2}(?:alt|alter|old|erfahrung|berufserfahrung|experience|arbeitslos\w*"
    r"|unemployed|gearbeitet|beschaftigt|angestellt|gebraucht|ago|her|schule|schulbesuch"
    r"|elternzeit|krank\w*|pause|urlaub|frei\w*|befristet\w*|schwanger\w*|vor|nach|before|after"
    r"|spater|fruher)"
    r"|(?:die|pro|in der|a|per|je|jede|im|the) (?:woche|week|monat|month|jahr|year|tag|day)"
    r"|wochentlich|monatlich|weekly|in deutschland|in germany)(?= |$)"
)
_OTHER = said(
    r"""
    seit|arbeitslos\w*|unemployed|\w*erfahrung|experience|gearbeitet|kind|kinder(?!pfleg|tagespfleg)\w*|tochter|töchter|sohn|söhne|enkel\w*|baby|children
    child|krank(?:enstand|heit|schreibung|geschrieben)|schwanger\w*|vertrag|arbeitsvertrag|befristet\w*|probezeit|kündigungsfrist|elternzeit
    alt|alter|old|kita|krippe|anfangen|starten|beginn\w*|losgehen|loslegen|start|begin\w*
    """
)


def find(sentence: Sentence) -> Iterator[Found]:
    """Yield how many days it may take at most, as the calendar counts them."""
    taken: set[int] = set()
    for days, at in _all(sentence):
        if taken.isdisjoint(at) and 0 < days <= MOST_DAYS and not _is_other(sentence, at):
            taken.update(at)
            chip = Chip("length", "length", {"max_days": str(days)})
            yield Found(chip, at, {"max_days": days})


def _all(sentence: Sentence) -> Iterator[tuple[int, range]]:
    for pattern in (_NUMBERED, _JOINED):
        for match, at in sentence.find(pattern):
            *counts, unit = (group for group in match.groups() if group)
            yield days_of(counts[-1], unit) or 0, at
    for match, at in sentence.find(_FEW_OF):
        yield _FEW[match[1][0]], at
    for pattern, days in _FIXED:
        for _, at in sentence.find(pattern):
            yield days, at


_FIXED: Final = (
    (_ONE_DAY, 1),
    (_SHORT_TRAINING, _SHORT_TRAINING_DAYS),
    (_SHORT, _SHORT_DAYS),
)


def days_of(count: str, unit: str) -> int | None:
    """Return the days of "3", "monate"; twelve months are a year. None: it is no number."""
    number = float(count) if count.isdecimal() else _NUMBERS.get(count)
    if number is None:
        return None
    if unit[0] in "jy":
        whole, half = divmod(number, 1)
        return int(whole) * _YEAR + (6 * _DAYS["m"] if half else 0)
    if unit[0] == "m" and number % 12 == 0:
        return int(number // 12) * _YEAR
    return round(number * _DAYS[unit[0]])


def _is_other(sentence: Sentence, at: range) -> bool:
    """Return whether something else than a course takes that long, or the days are of a week."""
    before, after = sentence.before(at.start), sentence.after(at[-1])
    if _BEFORE.search(before) or _AFTER.match(after):
        return True
    return bool(_OTHER.search(sentence.clause(at)))
