"""The ways to pay for a course in words: what each costs whom, and how that was reckoned."""

from dataclasses import dataclass

from mentorhub.recommend.eligibility import Span
from mentorhub.recommend.funding.combine import Barred, Course, Leave, Wage, Way
from mentorhub.recommend.wording.funding import company_gets, company_pays, span, up_to
from mentorhub.recommend.wording.speech import _, _n, say
from mentorhub.web.filters import money, number


@dataclass(frozen=True)
class Row:
    """One line of a calculation: what it is, how it comes about, how much it is."""

    label: str
    amount: str
    how: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Sum:
    """One calculation with its lines in order."""

    title: str
    rows: tuple[Row, ...]


def name_of(way: Way) -> str:
    """Return the instruments of a way by their short names."""
    return " + ".join(say(one.short) for one in way.instruments)


def for_person(way: Way) -> str:
    """Return what the person pays, and whether that is open; nothing where it is not known."""
    if way.person is None:
        return ""
    if way.certainty == "open":
        return _("If all of this fits, you probably pay %(money)s.", money=span(way.person))
    return _("You probably pay %(money)s.", money=span(way.person))


def in_short(way: Way) -> str:
    """Return the name of a way and what the person pays, so that ways can be compared."""
    if way.person is None:
        return name_of(way)
    return _("%(name)s: you pay %(money)s", name=name_of(way), money=span(way.person))


def for_company(way: Way) -> tuple[str, ...]:
    """Return what the company pays and gets, each in one sentence."""
    told = (
        company_pays(way.course.employer if way.course else None),
        _wage_part(way.wage) if way.wage else company_gets(way.wage_percent),
        _leave_part(way.leave) if way.leave else "",
    )
    return tuple(one for one in told if one)


def _wage_part(wage: Wage) -> str:
    return _(
        "Your company gets %(share)s of your wage in the course, at most %(money)s.",
        share=up_to(wage.percent),
        money=money(wage.grant.high),
    )


def _leave_part(leave: Leave) -> str:
    return _n(
        "You can get up to %(num)s day off with pay for it.",
        "You can get up to %(num)s days off with pay for it.",
        leave.days,
    )


def apart(barred: Barred) -> str:
    """Return which two instruments do not go together."""
    first, second = say(barred.first.short), say(barred.second.short)
    return _("%(first)s and %(second)s", first=first, second=second)


def sums(way: Way) -> tuple[Sum, ...]:
    """Return the calculation of a way, line by line; empty where nothing can be reckoned."""
    found = []
    if way.course:
        found.append(Sum(_("The course"), _course_rows(way.course, say(way.instruments[0].short))))
    if way.wage:
        found.append(Sum(_("The wage in the hours of the course"), _wage_rows(way.wage)))
    if way.leave and way.leave.cents is not None:
        found.append(Sum(_("The days off"), (_leave_row(way.leave),)))
    if way.course and way.company and (way.wage or way.course.employer.high):
        found.append(Sum(_("Together"), _total_rows(way.course, way.company)))
    return tuple(found)


def _course_rows(course: Course, payer: str) -> tuple[Row, ...]:
    rows = [Row(_("Price of the course"), money(course.price))]
    if course.office.high:
        rows.append(Row(_("This pays: %(name)s", name=payer), _less(course.office)))
    if course.employer.high:
        rows.append(Row(_("Your company pays"), _less(course.employer)))
    rows.append(Row(_("You pay"), span(course.person), is_total=True))
    if course.loan and course.loan.high:
        rows.append(Row(_("You can borrow of it, up to"), money(course.loan.high)))
    return tuple(rows)


def _wage_rows(wage: Wage) -> tuple[Row, ...]:
    hour = _(
        "%(pay)s times 3 months, divided by 13 weeks and %(hours)s hours",
        pay=money(wage.pay),
        hours=number(wage.week),
    )
    low, high = wage.hours
    hours = number(high)
    if low != high:
        hours = _("%(low)s to %(high)s", low=number(low), high=number(high))
    return (
        Row(_("Wage of one hour"), money(wage.hourly), hour),
        Row(
            _("Wage of the hours in the course"),
            span(wage.time),
            _("%(hours)s hours in working time", hours=hours),
        ),
        Row(
            _("Social insurance, the company's part"),
            span(wage.flat),
            _("%(num)s %% of the wage, flat", num=wage.flat_percent),
        ),
        Row(
            _("The agency pays back at most"),
            _less(wage.grant),
            _("%(share)s; it may be less", share=up_to(wage.percent)),
        ),
        Row(_("This is left for the company at least"), span(wage.rest), is_total=True),
    )


def _leave_row(leave: Leave) -> Row:
    return Row(
        _("Your company goes on paying your wage"),
        money(leave.cents or 0),
        _n(
            "%(num)s day, a fifth of a week's pay each",
            "%(num)s days, a fifth of a week's pay each",
            leave.days,
        ),
    )


def _total_rows(course: Course, company: Span) -> tuple[Row, ...]:
    return (
        Row(_("You pay"), span(course.person), is_total=True),
        Row(
            _("Your company pays"),
            span(company),
            _("less if the agency pays much, more if it pays little") if not company.exact else "",
            is_total=True,
        ),
    )


def _less(cents: Span) -> str:
    return f"\N{MINUS SIGN} {span(cents)}"
