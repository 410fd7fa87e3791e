"""Who pays for this course: one question at a time, then the answer in plain words.

The course is an offer of ours, one that the visitor describes, or none yet. What was answered lies
with all other answers of the visitor; the course of one's own lies beside them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.recommend import policy, wording
from mentorhub.recommend.dialogue.situation import situation
from mentorhub.recommend.eligibility import (
    BY_NAME,
    FACTS,
    Condition,
    Fact,
    Instrument,
    Value,
    of_both,
)
from mentorhub.recommend.forms.own_course import (
    OwnCourseForm,
    TellForm,
    course_heard,
    facts_of_course,
    start_of,
)
from mentorhub.recommend.forms.public import ASKED, AnswerForm
from mentorhub.recommend.funding.asking import (
    MOST_QUESTIONS,
    Case,
    Option,
    is_anything_left,
    next_question,
    payers,
)
from mentorhub.recommend.funding.combine import Ways, ways
from mentorhub.recommend.funding.seldom import common, is_for_few
from mentorhub.recommend.funding_book import FundingBook, facts_of_offer, next_start, sure_way
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import Offer
from mentorhub.recommend.queries import plans
from mentorhub.recommend.views import funding_steps, visit
from mentorhub.recommend.views.blueprint import bp, person
from mentorhub.recommend.views.funding_steps import Shown
from mentorhub.recommend.views.visit import Told
from mentorhub.recommend.wording import ways as shown_ways
from mentorhub.recommend.wording.ways import ShownWay, ShownWays
from mentorhub.web.context import db, service

OWN, NONE = "eigener", "ohne"


@dataclass(frozen=True)
class Subject:
    """What is looked into: an offer, a course of one's own, or no course yet (``facts`` None).

    ``fields`` lead back to it in an address, ``known`` is what was said about one's own.
    """

    fields: Mapping[str, str]
    facts: Mapping[str, Value] | None
    title: str = ""
    starts_on: date | None = None
    offer: Offer | None = None
    known: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return what tells the check of this course from that of another."""
        return ":".join(next(iter(self.fields.items())))

    @property
    def is_free(self) -> bool:
        """Return whether the course costs nothing."""
        return self.facts is not None and self.facts.get("kursgebuehr") == 0


@dataclass(frozen=True)
class Reason:
    """A condition in words, and the law behind it."""

    words: str
    law: str


@dataclass(frozen=True)
class Asked:
    """One question, which one it is, and what it decides.

    ``back`` leads to the question before, ``before`` is the answer that was given already.
    """

    fact: Fact
    number: int
    decides: tuple[Reason, ...]
    back: str
    before: str = ""


@dataclass(frozen=True)
class Branch:
    """One instrument: what is met, what we take for granted, what is left open, what is not met."""

    instrument: Instrument
    met: tuple[Reason, ...] = ()
    granted: tuple[Reason, ...] = ()
    left: tuple[Reason, ...] = ()
    not_met: tuple[Reason, ...] = ()
    closed: str = ""


@dataclass(frozen=True)
class Hope:
    """Ways that are not sure and need the same: the name of each and what it would cost."""

    needs: tuple[Reason, ...]
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Result:
    """What came out: the best way, what is behind it, what else may be, and what does not go.

    ``wage_questions`` would make what the company pays in the best way exact.
    """

    best: ShownWay | None
    decides: tuple[str, ...]
    behind: tuple[Branch, ...]
    wage_questions: tuple[Fact, ...]
    ways: ShownWays
    hopes: tuple[Hope, ...]
    closed: tuple[Branch, ...]
    reviewed: tuple[Instrument, ...]
    changes: tuple[Reason, ...]
    steps: tuple[Shown, ...]
    goes_on: bool


@bp.get("/foerderung/pruefen")
def check() -> ResponseReturnValue:
    """Ask the question that settles most, or show what the answers say."""
    today = clock.today()
    with db.reading() as session:
        told = visit.told(session)
        subject = _subject(session, told, today)
        if subject is None:
            return _begin(told)
        return _page(told, subject, today)


@bp.post("/foerderung/pruefen")
def check_answer() -> ResponseReturnValue:
    """Keep one answer and go on to the next question."""
    form, today = AnswerForm(request.form), clock.today()
    if form.name.data not in ASKED:
        raise Missing
    with db.writing() as session:
        told = visit.told(session)
        subject = _subject(session, told, today)
        if subject is None or not told.may_ask(form.fact.name):
            raise Missing
        if not form.validate():
            asked = _asked(told, subject, _case(told, subject, today), form.fact.name)
            return _question_page(told, subject, asked, form), 422
        told = told.asked_in(subject.key, form.fact.name)
        if form.is_unknown:
            told = told.without_answer(form.fact.name)
        else:
            told = told.with_answer(form.fact.name, form.value())
        visit.keep(session, told)
    return redirect(_here(subject), 303)


@bp.route("/foerderung/pruefen/kurs", methods=["GET", "POST"])
def own_course() -> ResponseReturnValue:
    """Take down what somebody knows about a course that is none of ours."""
    sent = request.form if request.method == "POST" else None
    with db.writing() if sent is not None else db.reading() as session:
        told = visit.told(session)
        form = OwnCourseForm(sent, clock.today(), told.course)
        if sent is None:
            return render_template("recommend/own_course.html", form=form, told=told)
        if not form.validate():
            return render_template("recommend/own_course.html", form=form, told=told), 422
        visit.keep(session, told.with_course(form.course()))
    return redirect(url_for(".check", kurs=OWN), 303)


@bp.post("/foerderung/pruefen/worte")
def told_in_words() -> ResponseReturnValue:
    """Take what somebody tells in their own words for answers; the words are not kept."""
    form, today = TellForm(request.form), clock.today()
    with db.writing() as session:
        told = visit.told(session)
        if not form.validate():
            return _begin(told, form), 422
        heard = situation(form.words.data, today, service(Gazetteer).funding_land)
        person_facts = {name: heard[name] for name in ASKED if name in heard and told.may_ask(name)}
        course = course_heard(heard, today)
        if not person_facts and not course:
            return _begin(told, form, understood=False)
        for name, value in person_facts.items():
            told = told.with_answer(name, value)
        visit.keep(session, told.with_course(course) if course else told)
    flash(gettext("This is what we understood. Is something wrong? Then change it."), "success")
    return redirect(url_for(".check", kurs=OWN if course else NONE), 303)


def _subject(session: Session, told: Told, today: date) -> Subject | None:
    """Return the course that the address names, None where it names none.

    Raises:
        Missing: there is no such course any more.
    """
    key, kind = request.values.get("angebot", ""), request.values.get("kurs", "")
    if key:
        offer = policy.offer_to_see(session, person(), key, today)
        if offer.kind != "course":
            raise Missing(key)
        facts = facts_of_offer(offer, today)
        begins = next_start(offer, today)
        return Subject({"angebot": key}, facts, offer.title, begins, offer)
    if kind == OWN and told.course:
        facts, begins = facts_of_course(told.course, today), start_of(told.course)
        known = wording.course_in_short(facts, begins)
        return Subject({"kurs": OWN}, facts, gettext("Your course"), begins, known=known)
    return Subject({"kurs": NONE}, None) if kind == NONE else None


def _case(told: Told, subject: Subject, today: date) -> Case:
    book = service(FundingBook)
    asked = book.instruments if _goes_on() else payers(book.instruments, today)
    return told.case(asked, today, subject.facts)


def _goes_on() -> bool:
    """Return whether the visitor wants to know about every instrument."""
    return request.values.get("weiter") == "ja"


def _here(subject: Subject, **more: str) -> str:
    on = {"weiter": "ja"} if _goes_on() else {}
    values: dict[str, Any] = {**subject.fields, **on, **more}
    return url_for(".check", **values)


def _begin(told: Told, form: TellForm | None = None, *, understood: bool = True) -> str:
    return render_template(
        "recommend/check.html",
        subject=None,
        asked=None,
        told=told,
        tell=form or TellForm(),
        understood=understood,
    )


def _page(told: Told, subject: Subject, today: date) -> str:
    case = _case(told, subject, today)
    again = request.args.get("frage", "")
    if again in ASKED and told.may_ask(again) and (again in told.facts or again in told.skipped):
        return _question_page(told, subject, _asked(told, subject, case, again))
    name = None if _wants_result(subject) else _next(told, subject, case)
    if name:
        return _question_page(told, subject, _asked(told, subject, case, name))
    return render_template(
        "recommend/check.html",
        subject=subject,
        asked=None,
        told=told,
        result=_result(told, subject, today),
        given=_given(told, subject),
        here=lambda **more: _here(subject, **more),
    )


def _wants_result(subject: Subject) -> bool:
    return request.args.get("ergebnis") == "ja" or (subject.is_free and not _goes_on())


def _next(told: Told, subject: Subject, case: Case) -> str | None:
    asked = len(told.on_check(subject.key))
    return next_question(case, everything=_goes_on(), asked=asked)


def _question_page(
    told: Told, subject: Subject, asked: Asked, form: AnswerForm | None = None
) -> str:
    return render_template(
        "recommend/check.html",
        subject=subject,
        asked=asked,
        most=None if _goes_on() else MOST_QUESTIONS,
        form=form,
        told=told,
        given=_given(told, subject),
        goes_on=_goes_on(),
        here=lambda **more: _here(subject, **more),
    )


def _asked(told: Told, subject: Subject, case: Case, name: str) -> Asked:
    path = told.on_check(subject.key)
    place = path.index(name) if name in path else len(path)
    known = name in told.facts
    return Asked(
        BY_NAME[name],
        place + 1,
        _decided_by(case, name),
        back=_here(subject, frage=path[place - 1]) if place else _came_from(subject),
        before=wording.told(BY_NAME[name], told.facts[name]) if known else "",
    )


def _came_from(subject: Subject) -> str:
    """Return the page before the first question."""
    if subject.offer:
        return url_for(".offer", key=subject.offer.key, _anchor="foerderung")
    return url_for(".own_course" if subject.facts is not None else ".check")


def _decided_by(case: Case, name: str) -> tuple[Reason, ...]:
    """Return the instruments that the answer decides about, each with the law that asks for it."""
    return tuple(
        Reason(wording.say(option.instrument.short), law)
        for option in (*case.options, *case.closed)
        if not option.verdict.reason
        for law in _laws(option.instrument, name)[:1]
    )


def _laws(instrument: Instrument, name: str) -> list[str]:
    rules = [([test for way in one.ways for test in way], one.law) for one in instrument.conditions]
    rules += [(list(one.tests), one.law) for one in instrument.specials]
    laws = [law for tests, law in rules if any(test.field == name for test in tests)]
    bands = [band.law for band in instrument.bands] if name == "betriebsgroesse" else []
    return laws + bands


def _given(told: Told, subject: Subject) -> list[tuple[Fact, str]]:
    """Return every answer, and every question of this check that was left open."""
    left = [name for name in told.on_check(subject.key) if name in told.skipped]
    return [
        (fact, wording.told(fact, told.facts[fact.name]) if fact.name in told.facts else "")
        for fact in FACTS
        if fact.name in told.facts or fact.name in left
    ]


def _result(told: Told, subject: Subject, today: date) -> Result:
    book = service(FundingBook)
    case = told.case(payers(book.instruments, today), today, subject.facts)
    known = of_both(subject.facts or {}, told.facts)
    found = common(ways(book.instruments, known, today))
    by_id = {option.instrument.id: option for option in case.options}
    best = sure_way(found, case)
    rest = tuple(way for way in found.ways if way is not best)
    ordered = Ways((best, *rest) if best else rest, found.barred)
    shown = shown_ways.shown(ordered, told.facts)
    members = best.instruments if best else ()
    everything = told.case(book.instruments, today, subject.facts)
    return Result(
        best=shown.ways[0] if best else None,
        decides=tuple(dict.fromkeys(wording.say(one.decides) for one in members)),
        behind=tuple(_branch(by_id[one.id]) for one in members if one.id in by_id),
        wage_questions=shown.wage_questions if best else (),
        ways=ShownWays(shown.ways[1:], shown.barred, ()) if best else shown,
        hopes=_hopes(case, told),
        closed=tuple(_branch(one) for one in case.closed),
        reviewed=tuple(one.instrument for one in case.reviewed),
        changes=_changes(case, members),
        steps=tuple(_steps(book, members, subject, today)),
        goes_on=is_anything_left(everything),
    )


def _branch(option: Option) -> Branch:
    verdict, open_ = option.verdict, (*option.deciding, *option.left)
    return Branch(
        option.instrument,
        met=_reasons(verdict.met),
        granted=_reasons(one for one in verdict.unknown if one not in open_),
        left=_reasons(open_),
        not_met=tuple(Reason(wording.say(one.not_met), one.law) for one in verdict.not_met),
        closed=wording.say(verdict.reason),
    )


def _reasons(conditions: Iterable[Condition]) -> tuple[Reason, ...]:
    return tuple(Reason(wording.say(one.met), one.law) for one in conditions)


def _hopes(case: Case, told: Told) -> tuple[Hope, ...]:
    """Return the ways that could still be better, with all that must be so for it.

    What somebody left open is named even where most people meet it; what hardly anybody gets only
    if they left that open.
    """
    alike: dict[tuple[str, ...], list[tuple[Option, tuple[Reason, ...]]]] = {}
    for one in case.better:
        if is_for_few(one.verdict) and not told.skipped.intersection(one.verdict.missing):
            continue
        needs = _reasons(
            each
            for each in one.verdict.unknown
            if each in one.deciding or each in one.left or each.field in told.skipped
        )
        alike.setdefault(tuple(need.words for need in needs), []).append((one, needs))
    return tuple(
        Hope(
            _with_every_law([needs for _, needs in members]),
            tuple(
                (wording.say(one.instrument.short), wording.person_pays(case.money(one)))
                for one, _ in members
            ),
        )
        for members in alike.values()
    )


def _with_every_law(lists: Sequence[tuple[Reason, ...]]) -> tuple[Reason, ...]:
    """Return reasons that are said alike in several lists, each with all of its laws."""
    return tuple(
        Reason(same[0].words, "; ".join(dict.fromkeys(each.law for each in same)))
        for same in zip(*lists, strict=True)
    )


def _changes(case: Case, members: Iterable[Instrument]) -> tuple[Reason, ...]:
    """Return the rules that could still change what these instruments pay."""
    return tuple(
        Reason(wording.say(special.text), special.law)
        for one in members
        for special in one.specials
        if case.could_change(one, special)
    )


def _steps(
    book: FundingBook, members: Iterable[Instrument], subject: Subject, today: date
) -> Iterable[Shown]:
    for one in members:
        plan = plans.plan(
            book,
            one.id,
            today,
            offer=subject.offer,
            starts_on=subject.starts_on,
            has_course=subject.facts is not None,
        )
        yield funding_steps.shown(plan)
