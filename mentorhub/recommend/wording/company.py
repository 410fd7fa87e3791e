"""What is possible for the people of a company, in words that a mentor can hand over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from mentorhub.recommend.eligibility import BY_NAME, Condition, Instrument, is_ordinary
from mentorhub.recommend.funding.company import Company, Group, Outlook, Paid, Prospect
from mentorhub.recommend.funding.staff import LAW as COUNTING
from mentorhub.recommend.wording.funding import amount, answer, percent, span, unit, up_to
from mentorhub.recommend.wording.speech import _, _n, say
from mentorhub.web.filters import day, money, number

Line = tuple[str, str]
"""A sentence, and the law that it rests on, which may be empty."""


@dataclass(frozen=True)
class Row:
    """What is paid for one group, by whom, and the laws; empty where there are no rates."""

    who: str
    company: str
    agency: str
    wage: str
    laws: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """What there is to say about one instrument: the same on the page and on paper.

    ``rows`` are the groups for whom it looks alike. ``pays`` says what the instrument pays besides,
    ``against`` what does not go, ``instead`` what helps in its place, ``ask`` which question
    decides, ``together`` where another one helps along, ``course``, ``people`` and ``company`` what
    must still be true, ``given`` what the answers have settled, ``way`` how one gets it.
    """

    key: str
    instrument: Instrument
    outlook: Outlook
    status: str
    rows: tuple[Row, ...]
    pays: tuple[Line, ...]
    against: tuple[Line, ...]
    instead: tuple[Line, ...]
    ask: tuple[str, ...]
    together: tuple[Line, ...]
    course: tuple[Line, ...]
    people: tuple[Line, ...]
    company: tuple[Line, ...]
    given: tuple[Line, ...]
    way: tuple[Line, ...]
    papers: tuple[str, ...]
    check: tuple[str, ...]
    basis: str

    @property
    def has_money(self) -> bool:
        """Return whether there are rates to show."""
        return any(row.company or row.wage for row in self.rows)


def parts(found: Iterable[Prospect], company: Company) -> tuple[Part, ...]:
    """Return what there is to say, the groups put together for which the same can be said."""
    alike: dict[tuple[str, Outlook], list[Prospect]] = {}
    for one in found:
        alike.setdefault((one.group.instrument.id, one.outlook), []).append(one)
    return tuple(_part(ones, company) for ones in alike.values())


def _part(found: Sequence[Prospect], company: Company) -> Part:
    first = found[0]
    instrument = first.group.instrument
    told = company.facts
    said = _Said(instrument) if first.outlook != "no" else _Said(None)
    return Part(
        key=f"{instrument.id}-{first.outlook}",
        instrument=instrument,
        outlook=first.outlook,
        status=_("is being checked") if first.verdict.under_review else outlook(first.outlook),
        rows=tuple(map(_row, found)),
        pays=said.pays(),
        against=_once(_against(one) for one in found),
        instead=_once(_instead(one.group) for one in found if one.outlook == "no"),
        ask=tuple(dict.fromkeys(question(name) for one in found for name in one.ask)),
        together=_once(_together(one) for one in found),
        course=_once(_must(one.of_course) for one in found if said.about),
        people=_once(_must(one.of_people) for one in found if said.about),
        company=_once(_must(_granted(one)) for one in found if said.about),
        given=_once(
            _must([each for each in one.verdict.met if each.field in told]) for one in found
        ),
        way=said.way(),
        papers=said.papers(),
        check=said.check(),
        basis=_(
            "%(law)s. Text as of %(day)s.",
            law=instrument.legal_basis,
            day=day(instrument.text_date),
        ),
    )


def _instead(one: Group) -> Sequence[Line]:
    """Return what the people of a group can ask for themselves."""
    if one.instead is None:
        return ()
    words = _("The person can ask for %(name)s without the company.", name=say(one.instead.short))
    return ((words, one.instead.legal_basis),)


def _once(lines: Iterable[Sequence[Line]]) -> tuple[Line, ...]:
    """Return all sentences in their order, each once with all its laws."""
    laws: dict[str, dict[str, None]] = {}
    for sentence, law in chain.from_iterable(lines):
        laws.setdefault(sentence, {})[law] = None
    return tuple((sentence, "; ".join(filter(None, of))) for sentence, of in laws.items())


def group(one: Group) -> str:
    """Return of whom a group speaks."""
    if one.key == "qualified" and one.age:
        return _("People with a vocational qualification, below the age of %(age)s", age=one.age)
    words = {
        "unqualified": _("People without a vocational qualification who catch up on one"),
        "qualified": _("People with a vocational qualification"),
        "older": _("People aged %(age)s or older", age=one.age),
        "disabled": _("People with a severe disability"),
        "change": _("The whole company changes a lot"),
        "coaching": _("Advice for the company"),
        "leave": _("Days off for learning"),
        "basics": _("People who want to read, write or calculate better"),
        "upgrading": _("People who want to become a master craftsman, technician or specialist"),
    }
    return words[one.key]


def question(name: str) -> str:
    """Return what is asked of a company; other facts are asked as of everybody."""
    own = {
        "beschaeftigungsschwerpunkt": _("Do the people mostly work in North Rhine-Westphalia?"),
        "betriebsgroesse": _("How many people work how long?"),
    }
    return own.get(name) or say(BY_NAME[name].question)


def outlook(one: Outlook) -> str:
    """Return whether something is possible, in two or three words."""
    return {
        "possible": _("can be possible"),
        "open": _("still open"),
        "no": _("not possible"),
    }[one]


def summary(one: Company) -> str:
    """Return the question that the page answers for this company."""
    if one.staff is None:
        return _("What is possible for your company?")
    heads = one.staff.heads
    return _n(
        "What is possible for your %(count)s employee?",
        "What is possible for your %(count)s employees?",
        heads,
        count=number(heads),
    )


def told_rows(one: Company) -> tuple[Line, ...]:
    """Return what the company told of itself, by name; what it did not is left out."""
    rows: list[Line] = []
    if one.staff:
        heads = answer("betriebsgroesse", one.staff.heads)
        counted = answer("betriebsgroesse", one.staff.counted)
        rows.append((_("People in the company"), heads))
        rows.append((_("Counted by hours (%(law)s)", law=COUNTING), counted))
    for name in ("kollektivvereinbarung", "vereinbarung"):
        value = one.facts.get(name)
        if value is not None:
            rows.append((say(BY_NAME[name].label), answer(name, value)))
    if one.affected is not None:
        share = _("%(num)s %%", num=round(one.affected * 100))
        rows.append((say(BY_NAME["anteil_betroffen_strukturwandel"].label), share))
    if one.in_nrw is not None:
        rows.append((_("Work in North Rhine-Westphalia"), answer("beschaeftigt", one.in_nrw)))
    if one.hours is not None:
        hours = f"{answer('dauer_stunden', one.hours)} {unit('dauer_stunden')}"
        rows.append((_("Length of the course"), hours))
    if one.price_cents is not None:
        rows.append((_("Price of the course for one person"), money(one.price_cents)))
    return tuple(rows)


def _row(one: Prospect) -> Row:
    who = group(one.group)
    if one.money is None:
        return Row(who, "", "", "")
    wage, agency = one.money.wage_percent, one.money.agency_cents
    return Row(
        who,
        company=_share(one.money),
        agency=span(agency) if agency is not None else "",
        wage=up_to(wage) if wage is not None else "",
        laws=one.money.laws,
    )


def _share(found: Paid) -> str:
    """Return the company's part of the course in per cent, and in euros where a price is known."""
    share = percent(found.company_percent)
    return share if found.company_cents is None else f"{share}: {span(found.company_cents)}"


def _together(one: Prospect) -> list[Line]:
    """Return for whom two instruments work together, and how we understand that."""
    pair = one.money.pair if one.money else None
    return [(f"{group(one.group)}: {say(pair.text)}", pair.law)] if pair else []


def _against(one: Prospect) -> list[Line]:
    lines = [(say(each.not_met), each.law) for each in one.verdict.not_met]
    return [*lines, (say(one.verdict.reason), "")] if one.verdict.reason else lines


def _granted(one: Prospect) -> Sequence[Condition]:
    """Return what must be so in the company and is not asked, as it is in most companies."""
    return [each for each in one.of_company if is_ordinary(each)]


def _must(conditions: Sequence[Condition]) -> list[Line]:
    return [(say(one.met), one.law) for one in conditions]


@dataclass(frozen=True)
class _Said:
    """What the record of an instrument says besides; nothing of one that is not possible."""

    about: Instrument | None

    def pays(self) -> tuple[Line, ...]:
        if self.about is None:
            return ()
        if not self.about.amounts and not self.about.bands:
            return ((say(self.about.plain), self.about.legal_basis),)
        return tuple((amount(one), one.law) for one in self.about.amounts)

    def check(self) -> tuple[str, ...]:
        return tuple(map(say, self.about.check)) if self.about else ()

    def papers(self) -> tuple[str, ...]:
        return tuple(map(say, self.about.apply.papers)) if self.about and self.about.apply else ()

    def way(self) -> tuple[Line, ...]:
        if self.about is None or self.about.apply is None:
            return ()
        apply = self.about.apply
        who = {
            "person": _("The person who learns"),
            "company": _("The company"),
            "either": _("The person who learns or the company"),
        }[apply.by]
        return (
            (_("Who applies"), who),
            (_("Where"), say(apply.where)),
            (_("By when"), say(apply.deadline)),
            (_("Who decides"), say(self.about.decides)),
        )
