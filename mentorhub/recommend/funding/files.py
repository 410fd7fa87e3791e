"""Reads the funding records that editors write: one TOML file per instrument.

Every field is checked. On the first mistake nothing is taken at all, and the error says
which file, which entry, which field and why. How a record looks is best seen in
``content/funding/sgb3-82.toml``, which uses nearly every part.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

from mentorhub.recommend.funding.facts import BY_NAME, LIMITS, FactError, Text, Value, canonical
from mentorhub.recommend.funding.rules import (
    OPERATORS,
    Amount,
    Band,
    Condition,
    Confidence,
    Exclusion,
    Instrument,
    InstrumentKind,
    Level,
    Pair,
    Share,
    Special,
    Standing,
    Test,
    WageRule,
    Way,
)
from mentorhub.recommend.funding.steps import Apply, Step, Who
from mentorhub.recommend.tables import WrongEntry

T = TypeVar("T")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NOTICE_DAYS = 366
_ORDERED = ("<", "<=", ">", ">=")


class FundingFileError(WrongEntry):
    """A funding record cannot be used."""


def load(folder: Path) -> tuple[Instrument, ...]:
    """Return all instruments of a folder, as ``read`` does."""
    return read({path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))})


def read(files: Mapping[str, bytes]) -> tuple[Instrument, ...]:
    """Return the instruments of these files, given by name, in the order of preference.

    Raises:
        FundingFileError: a file is missing something, holds something unknown or wrong, or
            two files contradict each other.
    """
    instruments = [read_one(name, data) for name, data in files.items()]
    check_together(instruments)
    return tuple(sorted(instruments, key=lambda one: (one.order, one.id)))


def check_together(instruments: Sequence[Instrument]) -> None:
    """Refuse doubled places in the order of preference and exclusions of nobody.

    Raises:
        FundingFileError: two instruments contradict each other.
    """
    names = {one.id for one in instruments}
    places: dict[int, str] = {}
    for one in instruments:
        if one.order in places:
            raise FundingFileError(f"{one.id}.toml", "", "order", f"taken by {places[one.order]}")
        places[one.order] = one.id
        for entry, field, other in _named_by(one):
            if other not in names:
                reason = f"no instrument is called {other}"
                raise FundingFileError(f"{one.id}.toml", entry, field, reason)


def _named_by(one: Instrument) -> Iterator[tuple[str, str, str]]:
    """Yield the ids that a record names, each with its entry and field."""
    for number, exclusion in enumerate(one.exclusions, 1):
        if exclusion.other != "*":
            yield f"exclusion {number}", "with", exclusion.other
        for other in exclusion.unless:
            yield f"exclusion {number}", "unless", other
    for number, pair in enumerate(one.pairs, 1):
        yield f"pair {number}", "with", pair.other


class _Table:
    """One table of a file; takes fields out one by one and knows what is left over."""

    def __init__(self, file: str, entry: str, data: object) -> None:
        self.file = file
        self.entry = entry
        if not isinstance(data, dict):
            raise FundingFileError(file, entry, "", "must be a table")
        self.left: dict[str, Any] = dict(data)

    def wrong(self, field: str, reason: str) -> FundingFileError:
        """Return the error for a field of this table."""
        return FundingFileError(self.file, self.entry, field, reason)

    def done(self) -> None:
        """Refuse fields that nobody asked for."""
        for field in self.left:
            raise self.wrong(field, "is not a known field")

    def take(self, field: str, kind: type[T], what: str) -> T:
        """Return a field that must be there."""
        if field not in self.left:
            raise self.wrong(field, "is missing")
        value = self.left.pop(field)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise self.wrong(field, f"must be {what}")
        return value

    def maybe(self, field: str, take: Callable[[str], T]) -> T | None:
        """Return a field that may be left out."""
        return take(field) if field in self.left else None

    def words(self, field: str) -> str:
        """Return text that says something."""
        text = self.take(field, str, "text").strip()
        if not text:
            raise self.wrong(field, "is empty")
        return text

    def both(self, field: str) -> Text:
        """Return a field and its English partner."""
        return Text(self.words(field), self.words(f"{field}_en"))

    def lists(self, field: str) -> tuple[Text, ...]:
        """Return a list of sentences and its English partner, pairwise; empty if absent."""
        if field not in self.left and f"{field}_en" not in self.left:
            return ()
        german = self.take(field, list, "a list")
        english = self.take(f"{field}_en", list, "a list")
        if len(german) != len(english):
            raise self.wrong(f"{field}_en", "must have as many entries as its German partner")
        for text in (*german, *english):
            if not isinstance(text, str) or not text.strip():
                raise self.wrong(field, "must hold only text")
        return tuple(Text(de.strip(), en.strip()) for de, en in zip(german, english, strict=True))

    def one_of(self, field: str, choices: Iterable[str]) -> str:
        """Return text that is one of the choices."""
        word = self.words(field)
        if word not in choices:
            raise self.wrong(field, f"must be one of: {', '.join(choices)}")
        return word

    def day(self, field: str) -> date:
        """Return a date without a time."""
        value = self.take(field, date, "a date")
        if type(value) is not date:
            raise self.wrong(field, "must be a date without a time")
        return value

    def whole(self, field: str) -> int:
        """Return a whole number that is not negative."""
        number = self.take(field, int, "a whole number")
        if number < 0:
            raise self.wrong(field, "must not be negative")
        return number

    def percent(self, field: str) -> int:
        """Return a whole number from 0 to 100."""
        number = self.whole(field)
        if number > 100:
            raise self.wrong(field, "must be at most 100")
        return number

    def points(self, field: str) -> int:
        """Return percentage points from -100 to 100; 0 if absent."""
        if field not in self.left:
            return 0
        number = self.take(field, int, "a whole number")
        if abs(number) > 100:
            raise self.wrong(field, "must lie between -100 and 100")
        return number

    def flag(self, field: str) -> bool:
        """Return true or false."""
        return self.take(field, bool, "true or false")

    def entries(self, field: str, read: Callable[["_Table"], T]) -> tuple[T, ...]:
        """Return the tables of a list, each read completely; empty if absent."""
        found = []
        for number, data in enumerate(self.maybe(field, self.list) or (), 1):
            table = _Table(self.file, f"{field} {number}", data)
            found.append(read(table))
            table.done()
        return tuple(found)

    def list(self, field: str) -> list[Any]:
        """Return a list of anything."""
        return self.take(field, list, "a list")

    def table(self, field: str) -> "_Table":
        """Return a table inside this one."""
        return _Table(self.file, field, self.take(field, dict, "a table"))


def read_one(file: str, data: bytes) -> Instrument:
    """Return the instrument of one file; what it says about others is not checked.

    Raises:
        FundingFileError: it is missing something, or holds something unknown or wrong.
    """
    top = _Table(file, "", _parsed(file, data))
    name = top.words("id")
    if not _ID.fullmatch(name) or name != file.removesuffix(".toml"):
        raise top.wrong("id", "must be the name of the file in small letters")
    status = top.one_of("status", get_args(Standing))
    instrument = Instrument(
        id=name,
        name=top.both("name"),
        short=top.both("short"),
        kind=cast(InstrumentKind, top.one_of("kind", get_args(InstrumentKind))),
        level=cast(Level, top.one_of("level", get_args(Level))),
        order=top.whole("order"),
        plain=top.both("plain"),
        text=top.lists("text"),
        legal_basis=top.words("legal_basis"),
        text_date=top.day("text_date"),
        source=top.words("source"),
        confidence=cast(Confidence, top.one_of("confidence", get_args(Confidence))),
        decides=top.both("decides"),
        apply=_apply(top),
        valid_from=top.maybe("valid_from", top.day),
        valid_until=top.maybe("valid_until", top.day),
        ended_on=top.maybe("ended_on", top.day),
        ended_reason=top.maybe("ended_reason", top.both),
        review_on=top.maybe("review_on", top.day),
        check=top.lists("check"),
        conditions=top.entries("condition", _condition),
        bands=top.entries("band", _band),
        specials=top.entries("special", _special),
        share=_share(top),
        amounts=top.entries("amount", _amount),
        exclusions=top.entries("exclusion", _exclusion),
        wage=_wage(top),
        pairs=top.entries("pair", _pair),
    )
    top.done()
    _check_whole(top, instrument, status)
    return instrument


def _parsed(file: str, data: bytes) -> dict[str, Any]:
    """Return the content of a TOML file."""
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise FundingFileError(file, "", "", f"is not valid TOML: {error}") from error


def _check_whole(top: _Table, one: Instrument, status: str) -> None:
    """Refuse a record whose parts contradict each other."""
    if not one.text:
        raise top.wrong("text", "is missing")
    if status != one.status:
        raise top.wrong("status", f"the dates say {one.status}")
    if one.ended != (one.ended_reason is not None):
        raise top.wrong("ended_reason", "belongs to ended_on and to nothing else")
    if one.ended and (one.conditions or one.bands or one.share or one.apply):
        raise top.wrong("ended_on", "an ended instrument has no conditions, rates or office")
    if not one.ended and not (one.conditions and one.apply):
        raise top.wrong("condition", "an open instrument needs conditions and says how to apply")
    if one.valid_from and one.valid_until and one.valid_until < one.valid_from:
        raise top.wrong("valid_until", "lies before valid_from")
    _check_review(top, one)
    _check_defaults(top, one)
    _check_bands(top, one)


def _check_review(top: _Table, one: Instrument) -> None:
    """Refuse a rule that nobody has to look at again, and a look before the text was there."""
    if one.ended:
        if one.review_on:
            raise top.wrong("review_on", "an ended instrument needs no review")
        return
    if one.review_on is None:
        raise top.wrong("review_on", "is missing")
    if one.review_on < one.text_date:
        raise top.wrong("review_on", "lies before text_date")


def _check_defaults(top: _Table, one: Instrument) -> None:
    """Refuse an ordinary answer to what a condition wants to be asked."""
    asked = {condition.field for condition in one.conditions if condition.must_ask}
    for number, condition in enumerate(one.conditions, 1):
        if not condition.must_ask and condition.field in asked:
            reason = f"{condition.field} must be asked by another condition"
            raise FundingFileError(top.file, f"condition {number}", "default", reason)
    for entry, part in _assuming(one):
        for name, _ in part.assumed:
            if name in asked:
                reason = f"{name} must be asked by a condition"
                raise FundingFileError(top.file, entry, "assume", reason)


def _assuming(one: Instrument) -> Iterator[tuple[str, Condition | Special]]:
    """Yield the parts of a record that may carry ordinary answers beside their own."""
    for number, condition in enumerate(one.conditions, 1):
        yield f"condition {number}", condition
    for number, special in enumerate(one.specials, 1):
        yield f"special {number}", special


def _check_bands(top: _Table, one: Instrument) -> None:
    """Refuse bands with gaps or overlaps, and rates that nothing can use."""
    expected: float | None = 0
    for number, band in enumerate(one.bands, 1):
        if band.start != expected:
            raise FundingFileError(top.file, f"band {number}", "from", f"must be {expected}")
        expected = band.below
    if one.bands and expected is not None:
        raise FundingFileError(top.file, f"band {len(one.bands)}", "below", "must be open")
    if one.specials and not one.bands:
        raise top.wrong("special", "needs bands to change")
    if one.share and one.bands:
        raise top.wrong("share", "cannot stand beside bands")
    if bool(one.wage) != any(band.wage_percent for band in one.bands):
        raise top.wrong("wage", "belongs to bands that pay towards the wage")
    if one.pairs and not one.wage:
        raise top.wrong("pair", "needs a wage that it pays")


def _apply(top: _Table) -> Apply | None:
    """Return who applies where and what has to be done, if the record says so."""
    steps = top.entries("step", _step)
    if "apply" not in top.left:
        if steps:
            raise top.wrong("step", "needs to know who applies where")
        return None
    if not steps:
        raise top.wrong("step", "is missing")
    names = [step.id for step in steps]
    for number, name in enumerate(names, 1):
        if name in names[: number - 1]:
            raise FundingFileError(top.file, f"step {number}", "id", f"{name} is there twice")
    table = top.table("apply")
    apply = Apply(
        by=cast(Who, table.one_of("by", get_args(Who))), where=table.both("where"), steps=steps
    )
    table.done()
    return apply


def _step(table: _Table) -> Step:
    """Return one thing to do; it has a day or says in words when it is time."""
    binding = table.flag("binding")
    step = Step(
        id=table.words("id"),
        who=cast(Who, table.one_of("who", get_args(Who))),
        text=table.both("text"),
        binding=binding,
        law=(table.words("law") if binding else table.maybe("law", table.words)) or "",
        days_before_start=table.maybe("days_before_start", table.whole),
        when=table.maybe("when", table.both),
        where=table.maybe("where", table.both),
        papers=table.lists("papers"),
        late=table.maybe("late", table.both),
        no_course=table.maybe("no_course", table.both),
        online=table.maybe("online", table.flag) or False,
    )
    if not _ID.fullmatch(step.id):
        raise table.wrong("id", "must be in small letters")
    if (step.days_before_start is None) == (step.when is None):
        raise table.wrong("when", "stands where there are no days_before_start, and only there")
    if step.days_before_start is not None and step.days_before_start > _LONGEST_NOTICE_DAYS:
        raise table.wrong("days_before_start", f"must be at most {_LONGEST_NOTICE_DAYS}")
    if step.late and not (binding and step.when is None):
        raise table.wrong("late", "belongs to a binding step with a day")
    return step


def _share(top: _Table) -> Share | None:
    """Return the grant to the person, if the record has one."""
    if "share" not in top.left:
        return None
    table = top.table("share")
    share = Share(
        grant_percent=table.percent("grant_percent"),
        law=table.words("law"),
        max_grant_cents=table.maybe("max_grant_cents", table.whole),
        loan_percent=table.maybe("loan_percent", table.percent) or 0,
        max_loan_cents=table.maybe("max_loan_cents", table.whole),
    )
    table.done()
    if share.grant_percent + share.loan_percent > 100:
        raise table.wrong("loan_percent", "grant and loan are more than the price")
    return share


def _wage(top: _Table) -> WageRule | None:
    """Return how the wage is counted, if the record says so."""
    if "wage" not in top.left:
        return None
    table = top.table("wage")
    wage = WageRule(
        flat_percent=table.percent("flat_percent"),
        law=table.words("law"),
        text=table.both("text"),
    )
    table.done()
    return wage


def _pair(table: _Table) -> Pair:
    """Return one instrument that this one completes."""
    return Pair(
        other=table.words("with"),
        ways=_needed_ways(table, "when"),
        text=table.both("text"),
        law=table.words("law"),
    )


def _condition(table: _Table) -> Condition:
    """Return one condition with its questions and sentences."""
    first = _test(table)
    ways = ((first,), *_ways(table, "or"))
    must_ask = table.flag("must_ask")
    like = None if must_ask else table.maybe("default_like", lambda _: _like(table, first.field))
    return Condition(
        ways=ways,
        law=table.words("law"),
        question=table.both("question"),
        met=table.both("met"),
        not_met=table.both("not_met"),
        unknown=table.both("unknown"),
        must_ask=must_ask,
        default=None if must_ask or like else _default(table, first.field),
        default_like=like,
        default_reason=None if must_ask else table.both("default_reason"),
        assumed=_assumed(table),
        assumed_reason=table.maybe("assume_reason", table.both),
    )


def _default(table: _Table, fact: str) -> Value:
    """Return the ordinary answer; "never" stands for a thing that has not happened."""
    if "default" not in table.left:
        raise table.wrong("default", "is missing, or the condition must be asked")
    return _value(table, "default", fact, table.left.pop("default"))


def _like(table: _Table, fact: str) -> str:
    """Return the other fact whose value is the ordinary answer about this one."""
    limits = LIMITS.get(fact)
    other = table.words("default_like")
    if limits is None or limits.of != other:
        raise table.wrong("default_like", f"says nothing about {fact}")
    return other


def _value(table: _Table, field: str, fact: str, value: object) -> Value:
    """Return a value that this fact can have."""
    if value == "never" and BY_NAME[fact].never:
        return None
    if not isinstance(value, bool | int | float | str):
        raise table.wrong(field, "must be true, false, a number or text")
    try:
        return canonical({fact: value}).get(fact, value)
    except FactError as error:
        raise table.wrong(field, error.reason) from error


def _test(table: _Table) -> Test:
    """Return one comparison whose value suits the fact."""
    fact = table.words("field")
    if fact not in BY_NAME:
        raise table.wrong("field", f"no fact is called {fact}")
    op = table.one_of("op", sorted(OPERATORS))
    if op in _ORDERED and BY_NAME[fact].kind != "number":
        raise table.wrong("op", "only numbers can be compared by size")
    if "value" not in table.left:
        raise table.wrong("value", "is missing")
    value = table.left.pop("value")
    if op not in ("in", "not in"):
        return Test(fact, op, _value(table, "value", fact, value))
    if not isinstance(value, list) or not value:
        raise table.wrong("value", "must be a list")
    return Test(fact, op, tuple(_value(table, "value", fact, one) for one in value))


def _ways(table: _Table, field: str) -> tuple[Way, ...]:
    """Return a list of ways, each a list of tests; empty if absent."""
    ways = []
    for way in table.maybe(field, table.list) or []:
        if not isinstance(way, list) or not way:
            raise table.wrong(field, "must be a list of lists of tests")
        ways.append(tuple(_inner_test(table, field, data) for data in way))
    return tuple(ways)


def _needed_ways(table: _Table, field: str) -> tuple[Way, ...]:
    """Return a list of ways that must be there."""
    ways = _ways(table, field)
    if not ways:
        raise table.wrong(field, "is missing")
    return ways


def _inner_test(table: _Table, field: str, data: object) -> Test:
    """Return a test that stands inside a list of ways."""
    inner = _Table(table.file, f"{table.entry}, {field}", data)
    test = _test(inner)
    inner.done()
    return test


def _band(table: _Table) -> Band:
    """Return the rates of one size of company."""
    return Band(
        start=table.whole("from"),
        below=table.maybe("below", table.whole),
        employer_percent=table.percent("employer_percent"),
        wage_percent=table.percent("wage_percent"),
        law=table.words("law"),
    )


def _special(table: _Table) -> Special:
    """Return one rule that changes rates."""
    return Special(
        ways=_needed_ways(table, "when"),
        text=table.both("text"),
        law=table.words("law"),
        set_employer_percent=table.maybe("set_employer_percent", table.percent),
        set_wage_percent=table.maybe("set_wage_percent", table.percent),
        add_employer_percent=table.points("add_employer_percent"),
        add_wage_percent=table.points("add_wage_percent"),
        unless=_ways(table, "unless"),
        assumed=_assumed(table),
        assumed_reason=table.maybe("assume_reason", table.both),
    )


def _assumed(table: _Table) -> tuple[tuple[str, Value], ...]:
    """Return the ordinary answers beside the one that is asked for; empty if absent."""
    if "assume" not in table.left:
        return ()
    if "assume_reason" not in table.left:
        raise table.wrong("assume_reason", "is missing")
    given = table.take("assume", dict, "a table")
    for fact in given:
        if fact not in BY_NAME:
            raise table.wrong("assume", f"no fact is called {fact}")
    return tuple((fact, _value(table, "assume", fact, value)) for fact, value in given.items())


def _amount(table: _Table) -> Amount:
    """Return one thing that is paid."""
    return Amount(
        what=table.both("what"),
        law=table.words("law"),
        cents=table.maybe("cents", table.whole),
        percent=table.maybe("percent", table.percent),
        days=table.maybe("days", table.whole),
        per=table.maybe("per", table.both),
    )


def _exclusion(table: _Table) -> Exclusion:
    """Return what cannot be combined."""
    return Exclusion(
        other=table.words("with"),
        reason=table.both("reason"),
        law=table.words("law"),
        unless=_ids(table, "unless"),
    )


def _ids(table: _Table, field: str) -> tuple[str, ...]:
    """Return a list of ids; empty if absent."""
    names = table.maybe(field, table.list) or []
    if not all(isinstance(name, str) and _ID.fullmatch(name) for name in names):
        raise table.wrong(field, "must be a list of ids")
    return tuple(names)
