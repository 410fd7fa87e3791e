"""Funding: the list, a page for each instrument, and the answers that decide about it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.recommend import funding_book, wording
from mentorhub.recommend.eligibility import (
    BY_NAME,
    FACTS,
    Fact,
    Instrument,
    Text,
    Verdict,
    estimate,
)
from mentorhub.recommend.forms.public import ASKED, KEPT_MINUTES, AnswerForm, KeepForm
from mentorhub.recommend.forms.steps import StartForm
from mentorhub.recommend.funding.asking import Case
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.queries import funding as rows
from mentorhub.recommend.views import funding_steps, visit
from mentorhub.recommend.views.blueprint import bp
from mentorhub.recommend.views.judged import Questions
from mentorhub.recommend.views.visit import Told
from mentorhub.web.context import db, service
from mentorhub.web.links import local_path

CHANGES_SHOWN = 5


@bp.get("/foerderung")
def funding() -> ResponseReturnValue:
    """Show all instruments: what exists today, what is still to come, what is over."""
    with db.reading() as session:
        told = visit.told(session)
    questions = Questions(told)
    verdicts = _verdicts(told)
    first = questions.first(_case(told), everything=True)
    judged = [questions.judged(verdict) for verdict in verdicts]
    return render_template(
        "recommend/funding.html",
        active=[one for one in judged if not one.verdict.reason],
        to_come=[one for one in judged if one.verdict.reason and not one.verdict.over],
        over=[one for one in judged if one.verdict.over],
        first=first,
        told=told,
    )


@bp.get("/foerderung/<instrument_id>")
def instrument(instrument_id: str) -> ResponseReturnValue:
    """Explain one instrument: what it pays, to whom, and how one gets it."""
    found = service(FundingBook).get(instrument_id)
    with db.reading() as session:
        told = visit.told(session)
        changed = rows.altering(session, instrument_id, CHANGES_SHOWN)
    today = clock.today()
    verdict = funding_book.standing(found, told.facts, today)
    one = verdict.instrument
    form = StartForm(request.args, today)
    plan = None if found.is_over(today) else funding_steps.of_form(form, found.id)
    money = None if verdict.reason else estimate(one, told.facts, None)
    page = render_template(
        "recommend/instrument.html",
        one=one,
        judged=Questions(told).judged(verdict, money),
        others=_excluded(one),
        partners=service(FundingBook).partners(found, today),
        changed=[
            (version.at, wording.rule_change(rows.changes_of(version))) for version in changed
        ],
        has_courses=one.pays_course and found.is_open(today),
        told=told,
        form=form,
        steps=funding_steps.shown(plan) if plan else None,
    )
    return page, 422 if form.errors else 200


@bp.get("/foerderung/angaben")
def facts() -> ResponseReturnValue:
    """Show what the visitor told us, to change it or to delete it."""
    with db.reading() as session:
        told = visit.told(session)
    return _facts_page(told)


@bp.post("/foerderung/angaben")
def answer() -> ResponseReturnValue:
    """Keep one answer, and go back to where it was asked."""
    form = AnswerForm(request.form)
    if form.name.data not in ASKED:
        raise Missing
    with db.writing() as session:
        told = visit.told(session)
        if not form.validate():
            return _facts_page(told, form), 422
        if not told.may_ask(form.fact.name):
            raise Missing
        if form.is_unknown:
            told = told.without_answer(form.fact.name)
        else:
            told = told.with_answer(form.fact.name, form.value())
        visit.keep(session, told)
    return redirect(local_path(form.next.data, url_for("recommend.facts")), 303)


@bp.post("/foerderung/angaben/einwilligung")
def consent() -> ResponseReturnValue:
    """Allow us to ask about a disability, or take that back together with the answer."""
    with db.writing() as session:
        told = visit.told(session).with_health(request.form.get("gesundheit") == "ja")
        visit.keep(session, told)
    return redirect(url_for("recommend.facts"), 303)


@bp.post("/foerderung/angaben/dauer")
def keep_for() -> ResponseReturnValue:
    """Change for how long the answers are kept."""
    form = KeepForm(request.form)
    if not form.validate():
        raise Missing
    with db.writing() as session:
        visit.keep(session, visit.told(session).kept_for(int(form.minutes.data)))
    return redirect(url_for("recommend.facts"), 303)


@bp.post("/foerderung/angaben/loeschung")
def forget() -> ResponseReturnValue:
    """Delete all answers at once."""
    with db.writing() as session:
        visit.forget(session)
    flash(_("Your answers are deleted."), "success")
    return redirect(local_path(request.form.get("next"), url_for("recommend.facts")), 303)


def _facts_page(told: Told, form: AnswerForm | None = None) -> str:
    questions = Questions(told)
    first = BY_NAME[form.name.data] if form else questions.first(_case(told), everything=True)
    return render_template(
        "recommend/facts.html",
        told=told,
        given=[fact for fact in FACTS if fact.name in told.facts],
        first=first,
        form=form,
        health=_health_fact(told),
        times=KEPT_MINUTES,
    )


def _verdicts(told: Told) -> list[Verdict]:
    today = clock.today()
    return [
        funding_book.standing(one, told.facts, today) for one in service(FundingBook).instruments
    ]


def _case(told: Told) -> Case:
    return told.case(service(FundingBook).instruments, clock.today())


def _health_fact(told: Told) -> Fact | None:
    """Return the question about health that is still open, if it may be asked at all."""
    if not told.may_ask_health:
        return None
    return next((fact for fact in FACTS if fact.health and fact.name not in told.facts), None)


def _excluded(shown: Instrument) -> list[tuple[Instrument | None, Text, str]]:
    """Return what cannot be had together with this (None: anything), why, and the law.

    What only the record of the other one says is told as well.
    """
    book = service(FundingBook)
    own = [(book.find(one.other), one.reason, one.law) for one in shown.exclusions]
    named = {other.id if other else None for other, _, _ in own}
    if None in named:
        return own
    return own + [
        (other, one.reason, one.law)
        for other in book.instruments
        for one in other.exclusions
        if one.other == shown.id and other.id not in named
    ]
