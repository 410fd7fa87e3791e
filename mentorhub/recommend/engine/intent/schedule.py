"""When somebody has time: evenings, weekends, beside the job, in shifts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mentorhub.recommend.engine.document import Chip
from mentorhub.recommend.engine.intent import busy, others
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said

_CLOCK = r"\d{1,2}(?:[:.]\d\d)?"
_LATE = r"(?:1[6-9]|2[0-2])(?:[:.]\d\d)?"
_FREE_DAY = r"(?:samstag|sonntag|sonnabend)(?:s|e|en)?"
_NOON = r"(?:11|12|13|14)(?:[:.]\d\d)?"
_HALF_NOON = r"halb (?:zwölf|eins|zwei|12|1|2)"
_BEGIN = r"(?:halb )?(?:acht|neun|zehn|8|9|10)(?:[:.]\d\d)?(?: uhr)?"
_FIVE = r"(?:vier|fünf|sechs|sieben)"
_ONE = r"(?:elf|zwölf|ein|eins|zwei|halb (?:zwölf|eins|zwei)|1[1-4](?:[:.]\d\d)?)"
_LOOKED_AFTER = r"(?:schule|kita|krippe|kindergarten|hort|tagespflege|tagesmutter|spielgruppe)"
_IS = r"(?: (?:sind|ist))?"
_BACK = r"(?:wieder|zurück|daheim)"
_SHIFT = r"(?:drei|zwei|3|2|wechsel|nacht|früh|spät)?-?schicht"
_TWO = r"(?:(?:früh|spät|nacht) (?:und|oder) )?"
_HOW = r"(?:en|dienst|arbeit|betrieb|system|plan|ler)?(?: im wechsel)?"
_DAYS = r"(?:montag|dienstag|mittwoch|donnerstag|freitag)"

# The first that finds a word keeps it, so the longer and clearer ones come first.
_SAID = (
    (
        "shift",
        said(
            rf"""
            (?:(?:arbeite )?(?:im|in) )?{_TWO}{_SHIFT}{_HOW}
            wechselnde\w* (?:arbeits)?zeiten|shift work|(?:work )?(?:in )?shifts
            """
        ),
        ("self_paced", "weekend", "part_time"),
    ),
    (
        "alongside_work",
        said(
            r"""
            berufsbegleitend\w*|nebenberuflich\w*|nebenbei
            neben (?:der|meiner|dem|meinem)? ?(?:arbeit|job|beruf|vollzeitjob|vollzeitstelle)
            (?:ich )?(?:arbeite|bin) (?:(?:aber|noch|auch|ja|in) )*vollzeit(?: berufstätig)?
            (?:in )?vollzeit (?:arbeite|berufstätig|beschäftigt|angestellt)
            vollzeit(?:job|stelle|beschäftigt)|alongside (?:my )?(?:work|job)|while working
            beside(?:s)? (?:my )?(?:work|job)
            """
        ),
        ("evening", "weekend", "self_paced", "part_time"),
    ),
    (
        "full_time",
        said(
            r"""
            (?:in |auf )?vollzeit(?:kurs\w*|lehrgang\w*|unterricht\w*)?|ganztags?|ganztägig\w*
            von morgens bis (?:nachmittags|abends)|(?:tage|wochen|monate|so|alles) am stück
            acht stunden (?:am tag|täglich)|jeden tag acht stunden
            full-?time|full time|full days?
            """
        ),
        ("full_time",),
    ),
    (
        "evening",
        said(
            rf"""
            (?:am )?(?:späten |frühen )?(?:{_DAYS}-?)?abends?|abendlich\w*
            abend(?:kurs|lehrgang|unterricht|seminar)\w*|(?:nach |zum )?feierabend
            nach (?:der |meiner )?(?:arbeit|arbeitszeit|frühschicht)
            nach dem (?:job|dienst|büro)|(?:erst )?(?:ab|nach|um) {_LATE} uhr
            erst (?:um|ab|nach|gegen) (?:halb )?{_FIVE}(?: uhr)?
            (?:ab|nach) (?:halb )?{_FIVE}(?: uhr)?(?= (?:uhr|[,.;!?]|und|oder|abends?|$) )
            (?:in |on )?(?:the )?evenings?|after work|evening (?:class|course)(?:es|s)?
            """
        ),
        ("evening",),
    ),
    (
        "weekend",
        said(
            rf"""
            (?:am |an |nur am )?wochen(?:en)?d(?:e|en|s|kurs\w*|seminar\w*)?
            (?:an einem |am )?(?:samstag|sonntag|sonnabend)(?:vormittag|nachmittag|abend)s?
            (?:am |an |immer )?{_FREE_DAY}(?: (?:und|oder) {_FREE_DAY})?
            (?:on |at )?(?:the )?weekends?|(?:on )?(?:saturday|sunday)s?
            """
        ),
        ("weekend",),
    ),
    (
        "morning",
        said(
            rf"""
            (?:am )?vormittags?|vormittagskurs\w*|(?:früh )?morgens(?: früh)?|am (?:frühen )?morgen
            (?:nur )?bis {_NOON} uhr
            (?:nur )?(?:bis|um) (?:spätestens )?{_HALF_NOON}
            zwischen {_BEGIN} und (?:halb )?(?:elf|zwölf|eins|zwei|{_NOON}|1|2)(?: uhr)?
            (?:nur )?bis (?:zum )?mittags?
            (?:von|ab) {_BEGIN} bis (?:halb )?(?:elf|zwölf|eins|zwei|{_NOON}|1|2)(?: uhr)?(?! jahre)
            bringe? (?:ich )?(?:\w+ ){{1,4}}{_LOOKED_AFTER}
            (?:wenn|während|solange) (?:\w+ ){{1,3}}(?:in|im|bei) (?:der )?{_LOOKED_AFTER}{_IS}
            (?:um|bis) (?:spätestens )?{_ONE}(?: uhr)? (?:schon |dann |immer )*{_BACK}
            keine? (?:kinder)?betreuung nach {_NOON} uhr
            (?:in )?(?:the )?mornings?
            """
        ),
        ("morning",),
    ),
    (
        "afternoon",
        said(
            rf"""
            (?:am )?nachmittags?|(?:in )?(?:the )?afternoons?|zwischen 1[34] und {_CLOCK} uhr
            (?:mittags )?von (?:eins|zwei|drei|1[3-5])(?: uhr)? bis (?:drei|{_FIVE}|1[5-8])(?: uhr)?
            """
        ),
        ("afternoon",),
    ),
    (
        "part_time",
        said(
            r"""
            (?:in |auf )?teilzeit(?:kurs\w*|lehrgang\w*|unterricht\w*)?|halbtags?|stundenweise
            (?:ein paar|wenige|zwei|drei|vier|fünf|\d+) (?:stunden|tage) (?:die|in der|pro) woche
            (?:zwei|drei|vier|fünf|[2-6]) stunden (?:am tag|täglich)
            halbe tage|einen halben tag|nicht jeden tag|part-?time|part time
            """
        ),
        ("part_time",),
    ),
    ("daytime", said(r"tagsüber|untertags|during the day"), ("full_time", "part_time", "morning")),
    (
        "self_paced",
        said(
            r"""
            (?:in |nach )?(?:mein\w*|eigen\w*|dem eigenen) (?:eigene[ns] )?tempo
            (?:wann|wenn) (?:ich|man) (?:gerade |grad |mal )?(?:will|kann|möchte|zeit hab\w*)
            wann (?:es passt|man zeit hat)|selber? bestimm\w*(?: wann)?
            (?:\w+ )?zeit (?:mir )?(?:selbst|selber|frei) einteil\w*|mal so mal so
            freie\w* zeiteinteilung|(?:zeitlich )?flexib(?:el|le|len)|selbststudium
            (?:zum )?selber lernen|selbstlernkurs\w*|rund um die uhr|self-?paced
            (?:in |at )?my own (?:pace|time)
            """
        ),
        ("self_paced",),
    ),
)
_ALL_BUT = {"daytime": ("full_time", "part_time", "morning", "afternoon")}
_TOO = re.compile("(?:auch|ebenfalls|too)(?= $| [,.;!?] )")
_Named = tuple[str, range, tuple[str, ...]]

# Said of the work, it leaves the evening.
_WORKS_UNTIL = said(
    r"""
    (?:ich )?(?:arbeite|schaffe|jobbe) (?:\w+ ){0,3}bis (?:um )?(?:halb )?(?:vier|fünf|sechs|sieben)
    (?:ich )?(?:arbeite|schaffe|jobbe) (?:\w+ ){0,3}bis (?:um )?1[6-9](?:[:.]\d\d)?(?: uhr)?
    """
)
_TOPICS = said(
    r"""
    (?:\w+ )?schicht(?:leiter|führer|leitung|plan|pläne|planung)\w*
    bei (?:teilzeit|vollzeit)|abendkleid\w*|abendgarderobe|abendmode|evening (?:gown|dress)\w*
    """
)
_SCHOOL = said(r"abend(?:schule|gymnasium|realschule|hauptschule)\w*")
_ANY_TIME = said(
    r"egal ob (?:\w+ ){1,2}oder \w+|egal wann"
    r"|(?:ich )?bin (?:da |zeitlich |ganz |sehr |völlig )*flexibel"
)
_WEEKDAYS = said(
    r"""
    (?:nur )?(?:unter der woche|werktags|wochentags)|during the week|on weekdays
    (?:von )?(?:montags?|mo) bis (?:freitags?|fr)
    """
)


def find(sentence: Sentence) -> Iterator[Found]:
    """Yield the times that are wanted or refused.

    A time at which somebody says they work is refused: "ich arbeite abends".
    """
    taken: set[int] = set()
    for pattern in (_TOPICS, _SCHOOL, _ANY_TIME):
        taken.update(place for _, at in sentence.find(pattern) for place in at)
    for said_so in _weekdays(sentence):
        taken.update(said_so.at)
        yield said_so
    for _, at in sentence.find(_WORKS_UNTIL):
        taken.update(at)
        yield _wanted("evening", at, ("evening",))
    named: list[_Named] = []
    for name, pattern, times in _SAID:
        for _, at in sentence.find(pattern):
            if taken.isdisjoint(at):
                taken.update(at)
                named.append((name, at, times))
    listed = _listed(sentence, [at for name, at, _ in named if name not in _HABITS])
    yield from _day_left(sentence, [*_each(sentence, named, listed)])


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
    for one in found:
        if left and _free_days(sentence, one) and "not_times" in one.fields:
            yield replace(_wanted("weekend", one.at, ("weekend",)), refused=True)
        else:
            yield one


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


def _found(
    sentence: Sentence, name: str, at: range, times: tuple[str, ...], listed: list[range]
) -> Found | None:
    if others.are_meant(sentence, at):
        return None
    whole = next((one for one in listed if at.start in one), at)
    refused = sentence.refusal(at)
    if refused is None and len(whole) > len(at) and sentence.refusal(whole):
        refused = at
    if refused is None and name not in _HABITS:
        refused = busy.busy(sentence, at) or (busy.busy(sentence, whole) and at)
    if refused is not None:
        return _unwanted(name, refused, _ALL_BUT.get(name, times))
    if name == "shift":
        return _shift(sentence, at, (*times, *_free_beside(sentence, at)))
    return _wanted(name, at, times)


def _shift(sentence: Sentence, at: range, times: tuple[str, ...]) -> Found:
    """Return the times beside a shift.

    A shift may be the topic: "Schicht führen", "besser schlafen bei Nachtschicht". It is none where
    somebody says they work in it, or names two.
    """
    words = [sentence.words[place] for place in at]
    works = words[0] == "arbeite" or _PAIR.search(sentence.line) is not None
    hours = works and sentence.tongue is None and not sentence.has(_ABOUT_SHIFTS)
    return replace(_wanted("shift", at, times), stays=not hours)


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
_KIND = "(?:fruh|spat|nacht)"
_PAIR = re.compile(rf" {_KIND}-?(?:schicht)? (?:und|oder|,) {_KIND}-?schicht\w* ")
_ABOUT_SHIFTS = said(r"\w*schlaf\w*|\w*gesund\w*|\w*ernähr\w*|müde|stress\w*|streit\w*|führ\w*")
_NIGHTS = ("nachts", "night", "nights")
_DAYS_OFF: tuple[tuple[str, ...], ...] = (
    ("samstag", "sonnabend", "saturday"),
    ("sonntag", "sunday"),
)
_SMALL = frozenset({"ich", "immer", "meistens", "oft", "auch", "kann", "nur"})
