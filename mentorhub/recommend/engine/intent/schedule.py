"""When somebody has time: evenings, weekends, beside the job, in shifts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mentorhub.recommend.engine.document import DAYTIMES, Chip
from mentorhub.recommend.engine.intent import busy, others
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said
from mentorhub.recommend.engine.intent.time_words import DAYS, LOOKED_AFTER, SAID

_ALL_BUT = {"daytime": ("full_time", "part_time", "morning", "afternoon")}
_TOO = re.compile("(?:auch|ebenfalls|too)(?= $| [,.;!?] )")
_Named = tuple[str, range, tuple[str, ...]]

# Said of the work, it leaves the evening.
_WORKS_UNTIL = said(
    r"""
    (?:ich )?(?:arbeite|schaffe|jobbe) (?:\w+ ){0,4}bis (?:um )?(?:halb )?(?:vier|fünf|sechs|sieben)
    (?:ich )?(?:arbeite|schaffe|jobbe) (?:\w+ ){0,4}bis (?:um )?1[6-9](?:[:.]\d\d)?(?: uhr)?
    (?:bin|muss|stehe?|sitze?) (?:ich )?(?:\w+ ){0,4}bis (?:um )?(?:1[6-9](?:[:.]\d\d)?|fünf) uhr
    (?:bin|muss|stehe?|sitze?) (?:ich )?(?:\w+ ){0,4}bis (?:um )?(?:sechs|sieben) uhr
    """
)
_TOPICS = said(
    r"""
    (?:\w+ )?schicht(?:leiter|führer|leitung|plan|pläne|planung)\w*
    (?:kinder|schüler|hausaufgaben) betreuen (?:am nachmittag|nachmittags)
    (?:bin|seit) (?:\w+ ){0,3}teilzeit|(?:in )?teilzeit (?:bin|beschäftigt|angestellt)
    vollzeit-?(?:mama|mutter|papa|vater|hausfrau|pflege)\w*|vollzeit (?:mama|mutter|papa|hausfrau)
    (?:vollzeit|teilzeit)-?(?:stelle|job) (?:als|gesucht)
    suche (?:eine |einen )?(?:vollzeit|teilzeit)-?(?:stelle|job)|(?:der|ein) abend
    bei (?:teilzeit|vollzeit)|abendkleid\w*|abendgarderobe|abendmode|evening (?:gown|dress)\w*
    """
)
# A full-time job that is over leaves all day.
_LEFT = said(
    r"""
    vollzeit(?:job|stelle)? (?:\w+ ){0,4}(?:gekündigt|aufgegeben|verloren|los|weg|hingeschmissen)
    (?:gekündigt\w*|aufgegeben\w*|verlorene\w*) vollzeit(?:job|stelle)?
    """
)
_SCHOOL = said(r"abend(?:schule|gymnasium|realschule|hauptschule)\w*")
# Of a whole day it is only told whether it is too long.
_AT_LESSON = r"(?:schulbank(?: drücken)?|schule|kurs|unterricht|büffeln|pauken|seminar|lehrgang)"
_WHOLE_DAY = said(
    rf"""
    (?:den |einen )?(?:ganzen|vollen|kompletten) tag(?= (?:$|[,.;!?]|bitte|geht|schaffe?|kann))
    (?:den |einen )?(?:ganzen|vollen|kompletten) tag(?= (?:will|mag|lernen|dauert|ausser haus))
    (?:den |einen )?(?:ganzen|vollen|kompletten) tag (?:\w+ ){{0,3}}{_AT_LESSON}
    ganze tage(?= (?:$|[,.;!?]|bitte|geht|gehen|schaffe?|kann|will|mag|lernen))
    """
)
# A free Wednesday is free by day, and no more than a day.
_FREE = r"(?:frei|luft|meinen freien tag)"
_FREE_WEEKDAY = said(
    rf"""
    {DAYS}s?(?: ist| wäre?)? (?:\w+ )?(?:mein |immer )*(?:freier? tag|frei)(?! ?tag)
    (?:an meinem )?freie[nr]? {DAYS}|{DAYS}s? habe? ich (?:immer |meist\w* |sowieso |eh )*{_FREE}
    (?:habe?|hätte?) (?:ich )?(?:immer |nur )*(?:am )?{DAYS}s? (?:immer |den ganzen tag )?{_FREE}
    {DAYS}s? (?:freischaufeln|freinehmen|frei nehmen|freimachen)
    """
)
_ANY_TIME = said(
    r"egal ob (?:\w+ ){1,2}oder \w+|egal wann"
    r"|(?:ansonsten|sonst) (?:\w+ )?flexibel"
    r"|(?:ich )?bin (?:da |zeitlich |ganz |sehr |völlig )*flexibel"
)
_WEEKDAYS = said(
    r"""
    (?:nur )?(?:unter der woche|werktags|wochentags)|during the week|on weekdays
    (?:von )?(?:montags?|mo) bis (?:freitags?|fr)
    """
)
_ALL_WEEK = said(
    r"(?:in der|die (?:ganze )?) ?woche(?: über)?(?= (?:bin|arbeite|fahre?) ich )|mo-fr"
)


def find(sentence: Sentence) -> Iterator[Found]:
    """Yield the times that are wanted or refused.

    A time at which somebody says they work is refused: "ich arbeite abends".
    """
    taken: set[int] = set()
    for pattern in (_TOPICS, _SCHOOL, _ANY_TIME):
        taken.update(place for _, at in sentence.find(pattern) for place in at)
    yield from _too_long(sentence)
    for said_so in (*_weekdays(sentence), *_free_weekday(sentence)):
        taken.update(said_so.at)
        yield said_so
    for _, at in sentence.find(_WORKS_UNTIL):
        taken.update(at)
        yield _wanted("evening", at, ("evening",))
    taken.update(place for _, at in sentence.find(_LEFT) for place in at)
    named: list[_Named] = []
    for name, pattern, times in SAID:
        for _, at in sentence.find(pattern):
            if taken.isdisjoint(at):
                taken.update(at)
                named.append((name, at, times))
    listed = _listed(sentence, [at for name, at, _ in named if name not in _HABITS])
    yield from _day_left(sentence, [*_each(sentence, named, listed)])


def _too_long(sentence: Sentence) -> Iterator[Found]:
    """Yield what is only read where it is refused: "keine Abendschule", "nicht den ganzen Tag"."""
    for name, pattern in (("evening", _SCHOOL), ("full_time", _WHOLE_DAY)):
        for _, at in sentence.find(pattern):
            if refused := sentence.refusal(at):
                yield _unwanted(name, refused, (name,))


def _free_weekday(sentence: Sentence) -> Iterator[Found]:
    """Yield that somebody has a day of the week free, by day."""
    for _, at in sentence.find(_FREE_WEEKDAY):
        if not (sentence.refusal(at) or others.are_told(sentence, at)):
            yield from (_wanted(name, at, (name,)) for name in DAYTIMES)


def _each(sentence: Sentence, named: list[_Named], listed: list[range]) -> Iterator[Found]:
    """Yield the times in their order; "sonntags auch" is refused where the one before is."""
    refused = False
    for name, at, times in sorted(named, key=lambda one: one[1].start):
        found = _found(sentence, name, at, times, listed)
        if found and refused and _TOO.match(sentence.after(at[-1])):
            found = _unwanted(name, at, _ALL_BUT.get(name, times))
        if found:
            refused = "not_times" in found.fields
            yield found


def _listed(sentence: Sentence, named: list[range]) -> list[range]:
    """Return the places of times told in one breath: "ich arbeite nachts und am Wochenende"."""
    nights = (range(at, at + 1) for at, word in enumerate(sentence.words) if word in _NIGHTS)
    listed: list[range] = []
    for at in sorted([*named, *nights], key=lambda at: at.start):
        if listed and _shares(sentence, listed[-1], at):
            listed[-1] = range(listed[-1].start, at.stop)
        else:
            listed.append(at)
    return listed


def _shares(sentence: Sentence, one: range, other: range) -> bool:
    """Return whether what is said of one of two times holds for the other.

    Between them stands an "oder", or an "und" and one has nothing said of itself.
    """
    between = sentence.words[one.stop : other.start]
    alone = any(_is_alone(sentence, at) for at in (one, other))
    return between in (["oder"], ["or"]) or (between in (["und"], ["and"]) and alone)


def _is_alone(sentence: Sentence, at: range) -> bool:
    return all(sentence.words[near] in _SMALL for near in sentence.clause_at(at) if near not in at)


def _day_left(sentence: Sentence, found: list[Found]) -> Iterator[Found]:
    """Yield times; a Sunday that is refused leaves the Saturday that is wanted.

    Offers only know the weekend.
    """
    wanted, refused = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for one in found:
        wanted |= _free_days(sentence, one) if "times" in one.fields else set()
        refused |= _free_days(sentence, one) if "not_times" in one.fields else set()
    left = bool(wanted - refused) and len(refused) == 1
    beside = next((name for name in _BESIDE_DAY if _names(found, name)), None)
    for one in found:
        if beside and one.chip.id == "not_time.daytime":
            # "Tagsüber krieg ich nicht frei, ab 18 Uhr": told twice.
            yield replace(_wanted(beside, one.at, (beside,)), refused=True)
            continue
        if left and _free_days(sentence, one) and "not_times" in one.fields:
            yield replace(_wanted("weekend", one.at, ("weekend",)), refused=True)
        else:
            yield one


def _names(found: list[Found], name: str) -> bool:
    return any(one.chip.id == f"time.{name}" for one in found)


def _free_days(sentence: Sentence, found: Found) -> set[tuple[str, ...]]:
    """Return which days of the weekend a time names: both, unless it names one."""
    if found.chip.params["time"] != "weekend":
        return set()
    words = [sentence.words[at] for at in found.at]
    named = {day for day in _DAYS_OFF if any(word.startswith(day) for word in words)}
    return named or {*_DAYS_OFF}


def _weekdays(sentence: Sentence) -> Iterator[Found]:
    """Yield that weekends do not suit, or that only they do: "unter der Woche arbeite ich"."""
    for _, at in sentence.find(_WEEKDAYS):
        only = sentence.refusal(at) or busy.works(sentence, at)
        yield (_wanted if only else _unwanted)("weekend", at, ("weekend",))
    for _, at in sentence.find(_ALL_WEEK):
        if busy.works(sentence, at):
            yield _wanted("weekend", at, ("weekend",))


def _found(
    sentence: Sentence, name: str, at: range, times: tuple[str, ...], listed: list[range]
) -> Found | None:
    if others.are_told(sentence, at) and not _is_own(sentence, at):
        return None
    whole = next((one for one in listed if at.start in one), at)
    refused = sentence.refusal(at)
    if refused is None and len(whole) > len(at) and sentence.refusal(whole):
        refused = at
    if refused is None and name not in _HABITS:
        refused = busy.busy(sentence, at) or (busy.busy(sentence, whole) and at)
    if refused is not None and name == "part_time" and busy.works(sentence, at):
        return None  # "ich arbeite in Teilzeit"
    if refused is not None:
        return _unwanted(name, refused, _ALL_BUT.get(name, times))
    return _told(sentence, name, at, times)


def _told(sentence: Sentence, name: str, at: range, times: tuple[str, ...]) -> Found | None:
    """Return a time that nothing refuses, none where somebody only says what they do then."""
    if name not in _HABITS and busy.only_tells(sentence, at):
        return None
    if name == "shift" and _is_only_a_job(sentence, at):
        return None
    if name == "shift":
        return _shift(sentence, at, (*times, *_free_beside(sentence, at)))
    return _wanted(name, at, times)


def _is_own(sentence: Sentence, at: range) -> bool:
    """Return whether what is told of others leaves time: "wenn mein Sohn in der Schule ist"."""
    words = {sentence.words[place] for place in at}
    return bool(words & LOOKED_AFTER) or "wenn" in words


def _shift(sentence: Sentence, at: range, times: tuple[str, ...]) -> Found:
    """Return the times beside a shift.

    A shift may be the topic: "Schicht führen", "besser schlafen bei Nachtschicht". It is none where
    somebody says they work in it, or names two.
    """
    words = [sentence.words[place] for place in at]
    works = words[0] == "arbeite" or _PAIR.search(sentence.line) is not None
    hours = works and sentence.tongue is None and not sentence.has(_ABOUT_SHIFTS)
    return replace(_wanted("shift", at, times), stays=not hours)


def _is_only_a_job(sentence: Sentence, at: range) -> bool:
    """Return whether somebody only says in which shift they work: always the same one."""
    said = " ".join(sentence.words[place] for place in at)
    one = _ONE_SHIFT.fullmatch(said) or sentence.before(at.start).endswith(" night ")
    clause = sentence.clause(at)
    return bool(one and _HOLDS.search(clause)) and not _PAIR.search(sentence.line)


def _wanted(name: str, at: range, times: tuple[str, ...]) -> Found:
    chip = Chip(f"time.{name}", "time", {"time": name})
    return Found(chip, at, {"times": frozenset(times)})


def _unwanted(name: str, at: range, times: tuple[str, ...]) -> Found:
    chip = Chip(f"not_time.{name}", "not_time", {"time": name})
    return Found(chip, at, {"not_times": frozenset(times)}, refused=True)


def _free_beside(sentence: Sentence, at: range) -> tuple[str, ...]:
    """Return the times of day that the shift named leaves free."""
    said = " ".join(sentence.words[place] for place in at)
    return next((times for shift, times in _BESIDE_SHIFT.items() if shift in said), ())


_BESIDE_SHIFT = {
    "fruhschicht": ("afternoon", "evening"),
    "spatschicht": ("morning",),
    "nachtschicht": ("afternoon",),
}


_HABITS = ("shift", "alongside_work")
_BESIDE_DAY = ("evening", "weekend")
_KIND = "(?:fruh|spat|nacht)"
_PAIR = re.compile(rf" {_KIND}-?(?:schicht)? (?:und|oder|,) {_KIND}-?schicht\w* ")
_ONE_SHIFT = re.compile(rf"(?:arbeite )?(?:(?:im|in) )?{_KIND}-?(?:schicht|dienst)(?:en)?")
_HOLDS = said(r"arbeite|arbeiten|fahre?|mache?|schiebe?|habe?|bin|schaffe|work|do|does|am")
_ABOUT_SHIFTS = said(r"\w*schlaf\w*|\w*gesund\w*|\w*ernähr\w*|müde|stress\w*|streit\w*|führ\w*")
_NIGHTS = ("nachts", "night", "nights")
_DAYS_OFF: tuple[tuple[str, ...], ...] = (
    ("samstag", "sonnabend", "saturday"),
    ("sonntag", "sunday"),
)
_SMALL = frozenset({"ich", "immer", "meistens", "oft", "auch", "kann", "nur"})
