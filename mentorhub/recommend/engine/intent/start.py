"""When it should begin: months, seasons, "sofort", "vor Weihnachten"."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from mentorhub.recommend.engine.document import Chip
from mentorhub.recommend.engine.intent import others
from mentorhub.recommend.engine.intent.sentence import Found, Sentence, said
from mentorhub.recommend.engine.text import fold

Window = tuple[date | None, date | None]

_YEARS_AHEAD: Final = 6  # a year farther off, or behind us, is no start
_FARTHEST: Final = timedelta(days=190)  # beyond, "in 24 Monaten" is a length
_SOON_DAYS: Final = 35
_FAIRLY_SOON_DAYS: Final = 70
_MONTHS = {
    fold(name): number
    for number, names in enumerate(
        (
            ("januar", "jänner", "january"), ("februar", "february"), ("märz", "march"),
            ("april",), ("mai", "may"), ("juni", "june"), ("juli", "july"), ("august",),
            ("september",), ("oktober", "october"), ("november",), ("dezember", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
# First and last month and day. School holidays: wide enough for every year in NRW.
_SEASONS = {
    "fruhjahr": ((3, 1), (5, 31)),
    "fruhling": ((3, 1), (5, 31)),
    "spring": ((3, 1), (5, 31)),
    "sommer": ((6, 1), (8, 31)),
    "summer": ((6, 1), (8, 31)),
    "herbst": ((9, 1), (11, 30)),
    "autumn": ((9, 1), (11, 30)),
    "winter": ((12, 1), (2, 28)),
    "osterferien": ((3, 15), (4, 30)),
    "sommerferien": ((6, 20), (9, 5)),
    "herbstferien": ((10, 1), (11, 5)),
    "weihnachtsferien": ((12, 20), (1, 8)),
    "schuljahr": ((8, 1), (9, 15)),
    "ausbildungsjahr": ((8, 1), (9, 15)),
    "wintersemester": ((10, 1), (10, 31)),
    "sommersemester": ((4, 1), (4, 30)),
}
_HOLIDAYS = [name for name in _SEASONS if name.endswith("ferien")]
_NAMES_TOO = ("mai", "may", "march", "august", "april")
_FEASTS = (
    "weihnachten", "ostern", "silvester", "neujahr", "christmas", "easter", "karneval", "fasching",
    "pfingsten", "nikolaus",
)  # fmt: skip
_REVELS = ("karneval", "fasching")  # what people dress up for, unless a course begins after it
# Days from Easter Sunday.
_BY_EASTER = {"ostern": 0, "easter": 0, "karneval": -48, "fasching": -48, "pfingsten": 49}
MONTH = "|".join(_MONTHS)
"""The folded names of the months, as alternatives of a pattern."""
_SEASON = "|".join(_SEASONS)
_FEAST = "|".join(_FEASTS)
_SAY = r"(?:beginn(?:t|end)?|start(?:et|en|ing)?|los(?:gehen|geht)?|anfangen)? ?"
_FROM = r"(?:frühestens )?(?:ab|nach|erst ab|erst im|erst in|erst|from|after|starting(?: in)?)"
_UNTIL = (
    r"(?:noch )?(?:(?:bis )?spätestens(?: im)?|bis|bis zum|vor|vor dem|vor den|before|by|until)"
)
_IN = r"(?:noch )?(?:im|in den|in der|in|zum|für|während der)"
_PART = r"(?:anfang|ersten|mitte|ende|beginn|early|mid|late)?"
_DAY = r"(\d{1,2})[.] ?(?:(\d{1,2})(?:[.] ?(\d{4}|\d{2})?)?|(" + MONTH + r")(?: (\d{4}))?)"

_TO = r"(?:und|bis|oder|bzw|and|to|or|or in|oder im|bis zum|\u2013)"
_DAY_OF = rf"(\d{{1,2}})[.] ?(\d{{1,2}}|{MONTH})"
_SPAN_DAYS = said(
    rf"(?:(?:vom|von|zwischen) (?:dem )?)?{_DAY_OF}?[.]? ?{_TO} (?:dem )?{_DAY_OF}[.]?"
    r"(?: ?(\d{4}))?"
)
_SPAN_MONTHS = said(
    rf"""
    ({_FROM}|{_IN}|zwischen|von|vom|between)? ?({MONTH})[ -](?:{_TO} )?({MONTH})(?: (\d{{4}}))?
    """
)
_DATED = said(rf"(?:({_FROM}|{_UNTIL}|am|zum|on) )(?:dem |den )?{_DAY}")
_MONTHLY = said(
    rf"""
    (?:({_FROM}|{_UNTIL}|{_IN}) )?(?:dem |den )?({_PART}) ?({MONTH})(?: (\d{{4}}))?
    """
)
_WHICH = r"(?:(?:dem|den|der|diesem|diesen|nächste[nmrs]|kommende[nmrs]|neue[nmrs]|the|next) )*"
_SEASONAL = said(
    rf"""
    ({_FROM}|{_UNTIL}|{_IN}) {_WHICH}({_SEASON})(?: (\d{{4}}))?
    """
)
_THIS_OR_NEXT = r"(diese[nrs]?|nächste[nrs]?|kommende[nrs]?|this|next)"
_SEASONAL_NAMED = said(rf"{_THIS_OR_NEXT} ({_SEASON})(?: (\d{{4}}))?")
_IN_HOLIDAYS = said(r"(nach|after|vor|before) (?:(?:den|der|the) )?(?:schul)?(?:ferien|holidays)")
_WEEK = said(r"(?:ab |in |in der |ab der )?(?:kw|kalenderwoche) (\d{1,2})")
_FESTIVE = said(rf"({_FROM}|{_UNTIL}|{_IN}|an|zu) ({_FEAST})")
_SPAN = r"(tag|woche|monat|week|month|day)\w*"
_COUNT = r"\d{1,2}|einer|einem|zwei|drei|vier|fünf|sechs|one|two|three"
_AHEAD = said(
    rf"""
    (in|innerhalb|within)(?: von)? (?:den |der )?(nächsten )?({_COUNT}) {_SPAN}
    """
)
_COUNTS = {"einer": 1, "einem": 1, "one": 1, "zwei": 2, "two": 2, "drei": 3, "three": 3,
           "vier": 4, "funf": 5, "sechs": 6}  # fmt: skip
_NOW = said(
    r"""
    (?:ab |am liebsten |möglichst )?(?:sofort|schnellstmöglich\w*|ab jetzt|ab heute|ab morgen)
    (?:so )?(?:schnell|bald|früh|zeitig|flott) wie möglich|(?:möglichst|so) schnell|kurzfristig\w*
    so (?:bald|schnell|früh) (?:wie )?es geht
    sobald wie möglich|baldmöglichst|baldigst|umgehend|in kürze|möglichst zügig|nächstmöglich\w*
    (?:zum )?nächstmöglichen (?:zeitpunkt|termin)|(?:am besten|lieber) (?:gestern|heute)
    ab übermorgen
    (?:schnell|direkt|fix|flott|unverzüglich|heute noch) (?:anfangen|einsteigen|starten|loslegen)
    (?:schnell|direkt|fix|sofort|gleich) (?:einsteigen|mitmachen|beginnen)
    lieber heute (?:als|wie) morgen
    so fix (?:wie|es)(?: es)? (?:geht|möglich)|(?:start|beginn) (?:bitte )?(?:sofort|jetzt)
    noch (?:\w+ ){0,2}plätze? frei|(?:es )?(?:eilt|pressiert)(?= (?:$|[,.;!?]))
    (?:heute noch|noch heute) (?:anfangen|starten|loslegen|beginnen)
    los ?geht'?s (?:\w+ ){0,2}(?:gleich|sofort|jetzt)
    gleich (?:anfangen|starten|loslegen|beginnen)|jetzt (?:anfangen|starten|gleich)|immediately
    right (?:away|now)|straight away|as early as possible|as soon as possible|asap
    """
)
_SOON = said(
    r"""
    (?:möglichst |recht |ziemlich )bald|bald (?:anfangen|starten|beginnen|losgeht|los)|demnächst
    in (?:der )?nächster zeit|zeitnah|soon
    """
)
_LOSS = said(
    r"""
    fertig|fit|dauert?|schaffen|abschliessen|passed|bestanden
    verliere\w*|gekündigt|kündig\w*|läuft aus|endet|arbeitslos|entlassen|schliesst|rente|geburt
    umzieh\w*|operation|bewerbungsgespräch|vorstellungsgespräch
    zu ende|vorbei|(?:läuft|laufen) (?:\w+ ){0,5}aus|auslaufen|ausläuft
    heirate\w*|hochzeit|(?:bekomme?|kriege?|erwarte) (?:\w+ ){0,4}(?:kind|baby)
    ziehe? (?:\w+ ){0,4}um
    """
)
_AFTERWARDS = said(
    r"danach|dann|anschliessend|ab (?:da|dann)|von (?:da|dann) an|hinterher|im anschluss|from then"
    r"|afterwards|then|after that"
)
# Something else happens then: "im Juni werde ich 50".
_HAPPENS = re.compile(
    r"(?!(?:kann|konnte?|mochte?|will|wollte|wurde?|hatte?|lerne?|suche?|brauche?|ware?|darf|gehe?"
    r"|kame?|bin|habe?|soll|sollte|muss|fange?|starte?|beginne?|mache?|bekomme?|kriege?|schaffe?"
    r"|plane?|wunsche?|besuche?) )\w{3,} ich "
)


def find(sentence: Sentence, today: date) -> Iterator[Found]:
    """Yield the days between which it should begin; either end may be open.

    What else happens then is no start, unless the wish comes "danach".
    """
    taken: set[int] = set()
    for pattern, window in _FINDERS:
        for match, at in sentence.find(pattern):
            if not taken.isdisjoint(at):
                continue
            first, last = window(match, today)
            if first is None and last is None:
                continue
            if _is_no_start(sentence, at, first, last):
                if first is None or not _AFTERWARDS.search(" " + sentence.after(at[-1])):
                    continue
                last = None
            taken.update(at)
            refused = sentence.refusal(at)
            yield _refused(refused, first, last) if refused else _found(at, first, last)


_WAS = said(
    r"(?:bin|habe?|hat|ist|sind|war|wurde) (?:\w+ ){0,6}"
    r"(?:gekommen|geworden|geboren|passiert|gestorben|\w*gezogen|ge\w{2,}t)(?= $)"
)


def _is_no_start(sentence: Sentence, at: range, first: date | None, last: date | None) -> bool:
    """Return whether something else is said to happen then."""
    clause = sentence.clause(at)
    happens = first and last and (_HAPPENS.match(sentence.after(at[-1])) or _WAS.search(clause))
    return bool(happens or _LOSS.search(clause) or others.is_business(sentence, at))


def _found(at: range, first: date | None, last: date | None) -> Found:
    params = _params(first, last)
    return Found(Chip("start", "start", params), at, {"start_from": first, "start_until": last})


def _refused(at: range, first: date | None, last: date | None) -> Found:
    """Turn "nicht vor Ostern" into a start from then on, "nicht im Sommer" into a gap."""
    if first is None and last is not None:
        return _found(at, last + timedelta(days=1), None)
    if last is None and first is not None:
        return _found(at, None, first - timedelta(days=1))
    chip = Chip("not_start", "not_start", _params(first, last))
    return Found(chip, at, {"not_starts": (first, last)}, refused=True)


def _params(first: date | None, last: date | None) -> dict[str, str]:
    ends = {"from": first, "until": last}
    return {name: day.isoformat() for name, day in ends.items() if day}


def _year(said: str | None, today: date) -> int | None:
    """Return the year that was said, the present one if none was, None if it is none to start."""
    year = int(said) if said else today.year
    if said and len(said) == 2:
        year += 2000
    return year if today.year <= year <= today.year + _YEARS_AHEAD else None


def _span_days(match: re.Match[str], today: date) -> Window:
    """Return the days of "vom 3. bis 7. Februar"."""
    day, month, last_day, last_month, said_year = match.groups()
    year = _year(said_year, today)
    if year is None:
        return None, None
    try:
        last = date(year, _number(last_month), int(last_day))
        first = date(year, _number(month or last_month), int(day))
    except ValueError:
        return None, None
    if first > last:
        return None, None
    return _ahead_of(today, first, last) if not said_year else (first, last)


def _span_months(match: re.Match[str], today: date) -> Window:
    """Return the days of "zwischen März und Mai"."""
    _lead, name, last_name, said_year = match.groups()
    year = _year(said_year, today)
    if year is None:
        return None, None
    month, last_month = _MONTHS[name], _MONTHS[last_name]
    last_year = year + (last_month < month)
    first = date(year, month, 1)
    last = date(last_year, last_month, monthrange(last_year, last_month)[1])
    return _ahead_of(today, first, last) if not said_year else (first, last)


def _number(month: str) -> int:
    return int(month) if month.isdigit() else _MONTHS[month]


def _ahead_of(today: date, first: date, last: date) -> Window:
    """Return the same days of the next year where they lie behind."""
    if last >= today:
        return first, last
    try:
        return first.replace(year=first.year + 1), last.replace(year=last.year + 1)
    except ValueError:  # 29 February
        return None, None


def _dated(match: re.Match[str], today: date) -> Window:
    lead, day, month, short_year, name, long_year = match.groups()
    said_year = short_year or long_year
    year = _year(said_year, today)
    if year is None or not (month or name):
        return None, None
    try:
        found = date(year, _number(month or name), int(day))
        if not said_year and found < today:
            found = found.replace(year=today.year + 1)
    except ValueError:
        return None, None
    if _begins(lead):
        return found, None
    return (None, found) if _ends(lead) else (found, found + timedelta(days=6))


def _monthly(match: re.Match[str], today: date) -> Window:
    lead, part, name, said_year = match.groups()
    month, year = _MONTHS[name], _year(said_year, today)
    if year is None or (not (lead or part or said_year) and name in _NAMES_TOO):
        return None, None
    number = year if said_year else year + (month < today.month)
    first, last = date(number, month, 1), date(number, month, monthrange(number, month)[1])
    if part in ("mitte", "mid"):
        first = first.replace(day=10)
    if part in ("ende", "late"):
        first = first.replace(day=20)
    return _ended(lead or "", first, last)


def _seasonal(match: re.Match[str], today: date) -> Window:
    lead, name, said_year = match.groups()
    number = _year(said_year, today)
    if number is None:
        return None, None
    return _season(lead, name, number, None if said_year else today)


def _season(lead: str, name: str, year: int, today: date | None) -> Window:
    """Return the days of a season of a year, or of the next one where it lies behind today."""
    (from_month, from_day), (to_month, to_day) = _SEASONS[name]
    first = date(year, from_month, from_day)
    last = date(year + (to_month < from_month), to_month, to_day)
    if today and last < today:
        first, last = first.replace(year=year + 1), last.replace(year=last.year + 1)
    return _ended(lead, first, last)


def _festive(match: re.Match[str], today: date) -> Window:
    lead, name = match.groups()
    if name in _REVELS and not (_begins(lead) or _ends(lead)):
        return None, None
    day = _feast(name, today.year)
    if day < today:
        day = _feast(name, today.year + 1)
    return _ended(lead, day, day + timedelta(days=1))


def _feast(name: str, year: int) -> date:
    if name in _BY_EASTER:
        return easter(year) + timedelta(days=_BY_EASTER[name])
    fixed = {"silvester": (12, 31), "neujahr": (1, 1), "nikolaus": (12, 6)}
    return date(year, *fixed.get(name, (12, 24)))


def _holidays(match: re.Match[str], today: date) -> Window:
    """Return the days of the school holidays that come next."""
    return min(
        (_season(match.group(1), name, today.year, today) for name in _HOLIDAYS),
        key=lambda window: window[0] or window[1] or today,
    )


def _week(match: re.Match[str], today: date) -> Window:
    """Return the days of a calendar week, from its Monday on."""
    week = int(match.group(1))
    try:
        monday = date.fromisocalendar(today.year, week, 1)
        if monday + timedelta(days=6) < today:
            monday = date.fromisocalendar(today.year + 1, week, 1)
    except ValueError:
        return None, None
    return monday, monday + timedelta(days=6)


def easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar (Meeus, Jones, Butcher)."""
    cycle = year % 19
    century, rest = divmod(year, 100)
    skipped = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * cycle + century - century // 4 - skipped + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (cycle + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _ended(lead: str, first: date, last: date) -> Window:
    if lead.endswith(("nach", "after")):
        return last + timedelta(days=1), None
    if _begins(lead):
        return first, None
    if lead.endswith(("vor", "vor dem", "vor den", "before")):
        return None, first - timedelta(days=1)
    return (None, last) if _ends(lead) else (first, last)


def _begins(lead: str) -> bool:
    return re.fullmatch(fold(_FROM), lead) is not None


def _ends(lead: str) -> bool:
    return re.fullmatch(fold(_UNTIL), lead) is not None


def count_of(word: str) -> int:
    """Return the number that a figure says, or a folded word from one to six."""
    return int(word) if word.isdigit() else _COUNTS[word]


def month_of(name: str) -> int:
    """Return the number of a month by its folded name."""
    return _MONTHS[name]


def _ahead(match: re.Match[str], today: date) -> Window:
    lead, within, count, unit = match.groups()
    days = {"t": 1, "d": 1, "w": 7, "m": 30}[unit[0]]
    middle = today + timedelta(days=days * count_of(count))
    if within or lead != "in":
        return None, middle
    if middle - today > _FARTHEST:
        return None, None
    return max(today, middle - timedelta(days=days // 2 + 3)), middle + timedelta(days=days)


def _next_month(_match: re.Match[str], today: date) -> Window:
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _month_after(_match: re.Match[str], today: date) -> Window:
    first, last = _next_month(_match, today)
    return _next_month(_match, first) if first and last else (first, last)


def _this_month(_match: re.Match[str], today: date) -> Window:
    return today, today.replace(day=monthrange(today.year, today.month)[1])


def _next_week(_match: re.Match[str], today: date) -> Window:
    monday = today + timedelta(days=7 - today.weekday())
    return monday, monday + timedelta(days=6)


def _this_week(_match: re.Match[str], today: date) -> Window:
    return today, today + timedelta(days=6 - today.weekday())


def _this_year(_match: re.Match[str], today: date) -> Window:
    return None, date(today.year, 12, 31)


def _next_year(_match: re.Match[str], today: date) -> Window:
    return date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)


def _year_begins(_match: re.Match[str], today: date) -> Window:
    return date(today.year + 1, 1, 1), date(today.year + 1, 2, 28)


def _from_weekday(_match: re.Match[str], today: date) -> Window:
    """Return the days from a day of the next seven on."""
    return today + timedelta(days=1), None


def _now(_match: re.Match[str], today: date) -> Window:
    return None, today + timedelta(days=_SOON_DAYS)


def _soon(_match: re.Match[str], today: date) -> Window:
    return None, today + timedelta(days=_FAIRLY_SOON_DAYS)


_QUARTERS: Final = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4}


def _quarter(match: re.Match[str], today: date) -> Window:
    """Return the days of "2. Quartal 2027", of the next one of that number without a year."""
    said_as, said_year = match.groups()
    year = _year(said_year, today)
    if year is None:
        return None, None
    month = 3 * (_QUARTERS.get(said_as) or int(said_as))
    first, last = date(year, month - 2, 1), date(year, month, monthrange(year, month)[1])
    return (first, last) if said_year else _ahead_of(today, first, last)


def _turn_of_the_year(_match: re.Match[str], today: date) -> Window:
    """Return the days "zwischen den Jahren"."""
    return date(today.year, 12, 24), date(today.year + 1, 1, 6)


_WEEKDAY = r"(?:montag|dienstag|mittwoch|donnerstag|freitag)"
_THIS = r"(?:noch )?(?:in |im )?(?:diese(?:s|n|r|m)?|this)"
_NEXT = r"(?:ab |im |in |in der )?(?:nächste(?:s|n|r|m)?|kommende(?:s|n|r|m)?|next)"
_FINDERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Window]], ...]] = (
    (_SPAN_DAYS, _span_days),
    (_SPAN_MONTHS, _span_months),
    (_DATED, _dated),
    (_MONTHLY, _monthly),
    (_SEASONAL, _seasonal),
    (_SEASONAL_NAMED, _seasonal),
    (_IN_HOLIDAYS, _holidays),
    (_WEEK, _week),
    (
        said(rf"(?:im )?([1-4]|{'|'.join(_QUARTERS)})[ns]?(?: ?[.])? quartal(?: (\d{{4}}))?"),
        _quarter,
    ),
    (said(r"(?:im )?q([1-4]) (\d{4})"), _quarter),
    (said(r"zwischen den jahren"), _turn_of_the_year),
    (_FESTIVE, _festive),
    (said(r"(?:ab |im )?(?:dem )?übernächste[nmr] monat"), _month_after),
    (said(rf"{_NEXT} (?:monat\w*|month)"), _next_month),
    (said(rf"{_THIS} (?:monat\w*|month)"), _this_month),
    (said(rf"{_NEXT} (?:woche|week|{_WEEKDAY})"), _next_week),
    (said(rf"{_THIS} (?:woche|week)"), _this_week),
    (
        said(rf"{_NEXT} (?:jahr\w*|year)|(?:ab|im|zum) (?:dem )?neuen jahr|in the new year"),
        _next_year,
    ),
    (said(rf"{_THIS} (?:jahr\w*|year)|noch heuer|heuer"), _this_year),
    (said(r"(?:zu |zum |am )?(?:anfang|beginn) des (?:neuen |nächsten )?jahres"), _year_begins),
    (said(rf"ab {_WEEKDAY}(?! (?:bis|abend|nachmittag|vormittag|und)\w*)"), _from_weekday),
    (_AHEAD, _ahead),
    (_NOW, _now),
    (_SOON, _soon),
)
