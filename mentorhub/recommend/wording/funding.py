"""What funding pays, who applies, and what somebody answered."""

from collections.abc import Iterable, Mapping
from datetime import date

from mentorhub.recommend.eligibility import BY_NAME, Amount, Estimate, Fact, Instrument, Span, Value
from mentorhub.recommend.funding.changes import Change, Matter, matters
from mentorhub.recommend.funding.costs import price_of
from mentorhub.recommend.wording.answers import said
from mentorhub.recommend.wording.speech import _, _n, locale, say
from mentorhub.recommend.wording.steps import who
from mentorhub.web.filters import day, money, number

_LONGEST_IN_MINUTES = 90


def span(cents: Span) -> str:
    """Return an amount of money, or from where to where it may lie."""
    if cents.exact:
        return money(cents.low)
    return _("%(low)s to %(high)s", low=money(cents.low), high=money(cents.high))


def percent(numbers: Span) -> str:
    """Return a share in per cent, or from where to where it may lie."""
    if numbers.exact:
        return _("%(num)s %%", num=numbers.low)
    return _("%(low)s to %(high)s %%", low=numbers.low, high=numbers.high)


def pays(instrument: Instrument) -> str:
    """Return what kind of help an instrument is."""
    words = {
        "course_costs": _("Money for the course"),
        "wage": _("Money in place of wages"),
        "leave": _("Days off for learning"),
        "coaching": _("Advice for companies"),
        "stipend": _("Scholarship"),
        "bonus": _("Bonus"),
        "own_courses": _("Courses in the company"),
    }
    return words[instrument.kind]


def amount(one: Amount) -> str:
    """Return one thing that an instrument pays: how much, how often, and what for."""
    numbers = (
        money(one.cents) if one.cents is not None else "",
        _("%(num)s %%", num=one.percent) if one.percent is not None else "",
        _n("%(num)s day", "%(num)s days", one.days) if one.days is not None else "",
    )
    return " ".join(filter(None, (*numbers, say(one.per), say(one.what))))


def applies(instrument: Instrument) -> str:
    """Return who applies for an instrument."""
    return who(instrument.apply.by) if instrument.apply else ""


def rule_change(found: Iterable[Change]) -> str:
    """Return what a rule says otherwise since a change; that it is back where nothing differs."""
    words: dict[Matter, str] = {
        "conditions": _("who gets it"),
        "money": _("how much there is"),
        "dates": _("from when and until when"),
        "together": _("what goes together and what does not"),
        "apply": _("how one gets it"),
        "other": _("the law behind it"),
    }
    return ", ".join(words[one] for one in matters(found)) or _("the rule is back")


def company_pays(cents: Span | None) -> str:
    """Return what a company pays of a course; nothing where it pays nothing."""
    if cents is None or not cents.high:
        return ""
    return _("Your company pays %(money)s of the course.", money=span(cents))


def person_pays(one: Estimate | None) -> str:
    """Return what the person would pay; nothing where no price or rate is known."""
    if one is None or one.person_cents is None:
        return ""
    return _("Then you probably pay %(money)s.", money=span(one.person_cents))


def can_borrow(cents: Span | None) -> str:
    """Return how much of the person's part may be borrowed; nothing where that is not offered."""
    if cents is None or not cents.high:
        return ""
    return _("You can borrow up to %(money)s of it.", money=money(cents.high))


def company_gets(share: Span | None) -> str:
    """Return what a company gets towards the wage; nothing where it gets nothing."""
    if share is None or not share.high:
        return ""
    return _("Your company gets %(share)s of your wage.", share=up_to(share))


def up_to(share: Span) -> str:
    """Return the most that can be got, in per cent; both where it is not settled which."""
    if share.exact:
        return _("up to %(num)s %%", num=share.low)
    return _("up to %(low)s %%, perhaps up to %(high)s %%", low=share.low, high=share.high)


def answer(name: str, value: Value) -> str:
    """Return what somebody answered to a question about themselves."""
    fact = BY_NAME[name]
    if value is None:
        return _("never so far")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if rough := next((one for one in fact.roughly if one.value == value), None):
        return say(rough.label)
    if isinstance(value, int | float):
        value = said(fact, value)
        return number(value) if isinstance(value, int) else str(value).replace(".", _comma())
    return next((say(one.label) for one in fact.choices if one.value == value), str(value))


def told(fact: Fact, value: Value) -> str:
    """Return what somebody told us, in a few words: the matter and the answer."""
    count = f" {unit(fact.name)}" if fact.kind == "number" and value is not None else ""
    return f"{say(fact.label)}: {answer(fact.name, value)}{count}".rstrip()


def course_in_short(facts: Mapping[str, Value], starts_on: date | None) -> tuple[str, ...]:
    """Return what is known about a course, a few words for each matter."""
    told_of = []
    if isinstance(hours := facts.get("dauer_stunden"), int | float):
        told_of.append(f"{answer('dauer_stunden', hours)} {unit('dauer_stunden')}")
    if (price := price_of(facts, None)) is not None:
        told_of.append(money(price))
    if starts_on:
        told_of.append(_("starts on %(day)s", day=day(starts_on)))
    if "massnahme_azav" in facts:
        approved = facts["massnahme_azav"]
        told_of.append(_("approved (AZAV)") if approved else _("not approved (AZAV)"))
    if "ziel" in facts:
        told_of.append(answer("ziel", facts["ziel"]))
    return tuple(told_of)


def heard(fact: Fact, value: Value) -> str:
    """Return what a sentence says about who wrote it, as a chip."""
    words = {
        ("beschaeftigt", True): _("You: employed"),
        ("beschaeftigt", False): _("You: not employed"),
        ("berufsabschluss", True): _("You: with a vocational qualification"),
        ("berufsabschluss", False): _("You: without a vocational qualification"),
    }
    if fact.name == "alter":
        return _("You: %(age)s years old", age=value)
    return words.get((fact.name, value)) or told(fact, value)  # type: ignore[arg-type]


def time_kept(minutes: int) -> str:
    """Return for how long answers are kept: "60 minutes", "8 hours"."""
    if minutes > _LONGEST_IN_MINUTES:
        return _("%(num)s hours", num=minutes // 60)
    return _("%(num)s minutes", num=minutes)


def unit(name: str) -> str:
    """Return what a number counts, such as years; nothing where that is plain."""
    words = {
        "Beschäftigte": _("people"),
        "Stunden": _("hours"),
        "Euro": _("euros"),
        "Tage": _("days"),
        "Jahre": _("years"),
        "Monate": _("months"),
        "Prozent": _("per cent"),
        "Punkte": _("points"),
    }
    given = BY_NAME[name].unit
    return words.get(given, given)


def _comma() -> str:
    return "." if locale().startswith("en") else ","
