"""Frag nach: a dialogue that asks one thing at a time, and answers with courses and rules.

What was said lies in an encrypted row, like the answers about funding, and ends like them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.recommend import listening, wording
from mentorhub.recommend.dialogue import choices
from mentorhub.recommend.dialogue.answers import Heard
from mentorhub.recommend.dialogue.moves import Show
from mentorhub.recommend.dialogue.talk import AskKind, Talk, Turn
from mentorhub.recommend.eligibility import BY_NAME, Fact, Value, Verdict
from mentorhub.recommend.forms.public import SayForm
from mentorhub.recommend.guide import Guide, Reply, money_of
from mentorhub.recommend.queries import offers
from mentorhub.recommend.views import dialogue_model, keeping, visit
from mentorhub.recommend.views.blueprint import bp
from mentorhub.recommend.views.cards import Card, card_of
from mentorhub.recommend.views.saved import saved_keys
from mentorhub.recommend.views.visit import Told
from mentorhub.web.context import db, service
from mentorhub.web.distress import Help, help_for

LAST = "letzte"

# The fact that stands for each question about the person: left open, it is not asked elsewhere.
_FACT_OF: Mapping[AskKind, str] = {
    "employment": "beschaeftigt",
    "qualification": "berufsabschluss",
    "company_size": "betriebsgroesse",
    "income": "zve_jahr",
    "age": "alter",
}


@dataclass(frozen=True)
class Past:
    """One turn as the log shows it; ``shown`` are address and title of each course.

    ``help``: it speaks of a danger, and whom to call stands before our answer.
    """

    said: str
    question: str
    shown: tuple[tuple[str, str], ...]
    help: Help | None


@dataclass(frozen=True)
class Result:
    """What the last turn shows: the courses, and what the rules say to each instrument.

    ``about`` tells all of it in a few words, for a request for a conversation. ``more`` says
    whether there is a question left to ask.
    """

    cards: tuple[Card, ...]
    money: tuple[tuple[Verdict, str], ...]
    none_fits: bool
    about: str
    more: bool


@bp.get("/frag-nach")
def dialogue() -> ResponseReturnValue:
    """Show the dialogue so far, its last answer in full, and a field for the next word."""
    with db.reading() as session:
        return _page(session, keeping.kept(session), visit.told(session), SayForm())


@bp.post("/frag-nach/antworten")
def say() -> ResponseReturnValue:
    """Take one sentence or one ready answer, and reply to it.

    A form that is older than the dialogue was sent twice: it changes nothing.
    """
    form = SayForm(request.form)
    today = clock.today()
    with db.reading() as session:
        talk, told = _continued(session, form), visit.told(session)
        if not form.is_about(talk):
            return redirect(_last(), 303)
        if talk.is_full or not form.validate_for(talk):
            return _page(session, talk, told, form), 422
        talk, heard = _heard(form, talk, today)
        told = _remembering(told, talk.turns[-1], heard)
        reply = _replied(session, form, talk, told)
    listened = dialogue_model.heeded(reply, told)
    with db.reading() as session:
        told = _believing(talk, told, listened.facts)
        if listened.facts:
            reply = _replied(session, form, talk, told)
        reply = listening.asked_as(reply, listened)
        is_worded_here = dialogue_model.may_be_worded(reply.talk) and not form.later.data
        coming = dialogue_model.worded(reply) if is_worded_here else None
    ours = reply.talk.using(listened.tokens)
    kept = dialogue_model.with_words(ours, coming) if coming else ours
    with db.writing() as session:
        if form.is_about(_continued(session, form)):
            told = _remembering(visit.told(session), talk.turns[-1], heard)
            told = _believing(talk, told, listened.facts)
            if told.anything:
                visit.keep(session, told)
            names = [name for name in {**heard.facts, **listened.facts} if name in told.facts]
            keeping.keep(session, kept.noting(names, listened.facts))
    return redirect(_last(), 303)


@bp.post("/frag-nach/ruecknahme")
def take_back() -> ResponseReturnValue:
    """Take the last answer back, with what it told about the person."""
    with db.writing() as session:
        talk = keeping.kept(session)
        last = talk.last
        if last and SayForm(request.form).is_about(talk):
            told = visit.told(session)
            if told.anything:
                asked = [fact for kind, fact in _FACT_OF.items() if kind == last.to]
                visit.keep(session, told.without_answers(last.heard, open_again=asked))
            keeping.keep(session, talk.without_last())
    return redirect(_last(), 303)


@bp.post("/frag-nach/loeschung")
def forget_dialogue() -> ResponseReturnValue:
    """Forget the dialogue; with ``alles`` also what was told about oneself."""
    with db.writing() as session:
        keeping.forget(session)
        if request.form.get("alles") == "ja":
            visit.forget(session)
            flash(_("The dialogue and your answers are deleted."), "success")
    return redirect(url_for("recommend.dialogue"), 303)


def _heard(form: SayForm, talk: Talk, today: date) -> tuple[Talk, Heard]:
    """Return the dialogue with what the form says, and what that says about the person."""
    if form.choice.data == choices.MORE:
        talk = talk.going_on()
    return service(Guide).hear(talk, form.words(talk), today, form.choice.data or "")


def _replied(session: Session, form: SayForm, talk: Talk, told: Told) -> Reply:
    hurry = form.choice.data == choices.SHOW
    return service(Guide).reply(session, talk, told.facts, today=clock.today(), hurry=hurry)


def _page(session: Session, talk: Talk, told: Told, form: SayForm) -> str:
    result = _result(session, talk, told)
    return render_template(
        "recommend/dialogue.html",
        talk=talk,
        past=_past(session, talk),
        result=result,
        question=talk.open_question,
        last=talk.last,
        question_words=_question_of(talk.last) if talk.last else "",
        noted=_noted(talk, told),
        is_worded_later=dialogue_model.may_be_worded(talk),
        model=dialogue_model.name(),
        is_model_wanted=dialogue_model.is_wanted(),
        told=told,
        form=form,
    )


def _result(session: Session, talk: Talk, told: Told) -> Result | None:
    """Return the courses of the last turn as they are now, None if the last turn asked."""
    if not talk.last or not talk.last.shown:
        return None
    today = clock.today()
    reply = service(Guide).reply(session, talk, told.facts, today=today, hurry=True)
    assert isinstance(reply.move, Show)
    cards = _cards(session, reply, told, today)
    return Result(
        cards=cards,
        money=tuple((one, wording.standing(one)) for one in money_of(reply)),
        none_fits=reply.move.none_fits,
        about=_about(reply.wish.sentence, cards),
        more=reply.more,
    )


def _about(wish: str, cards: Sequence[Card]) -> str:
    titles = "; ".join(card.title for card in cards)
    shown = _("I was shown: %(titles)s", titles=titles) if titles else ""
    return f"{wish}\n{shown}".strip()


def _cards(session: Session, reply: Reply, told: Told, today: date) -> tuple[Card, ...]:
    keys = saved_keys(session)
    places = reply.wish.understood.places
    return tuple(card_of(found, told, today, places, keys) for found in reply.shown if found.offer)


def _past(session: Session, talk: Talk) -> tuple[Past, ...]:
    keys = [key for turn in talk.turns for key in turn.shown]
    titles = {key: offer.title for key, offer in offers.by_keys(session, keys).items()}
    return tuple(_told_again(turn, titles) for turn in talk.turns)


def _told_again(turn: Turn, titles: Mapping[str, str]) -> Past:
    said = wording.ready_answer(turn.to, turn.choice) if turn.choice else turn.said
    shown = [(url_for("recommend.offer", key=key), titles.get(key, "")) for key in turn.shown]
    titled = tuple(one for one in shown if one[1])
    return Past(said, _question_of(turn), titled, help_for(turn.said))


def _question_of(turn: Turn) -> str:
    """Return our question as it was asked, nothing if the turn asked none."""
    return turn.asked_in or (wording.question(turn.asked) if turn.asked else "")


def _noted(talk: Talk, told: Told) -> Sequence[Fact]:
    """Return what the last turn told about the person and still counts."""
    heard = talk.last.heard if talk.last else ()
    return [BY_NAME[name] for name in heard if name in told.facts]


def _believing(talk: Talk, told: Told, read: Mapping[str, Value]) -> Told:
    """Return what is known about the person with what a model has read of the open facts."""
    closed = listening.closed_facts(talk, told.facts, told.skipped)
    return _knowing(told, {name: value for name, value in read.items() if name not in closed})


def _remembering(told: Told, turn: Turn, heard: Heard) -> Told:
    """Return what is known about the person with what this turn says about them."""
    told = _knowing(told, heard.facts)
    skipped = _FACT_OF.get(turn.to) if heard.unknown and turn.to else None
    return told.without_answer(skipped) if skipped else told


def _knowing(told: Told, facts: Mapping[str, Value]) -> Told:
    """Return what is known about the person with these facts, as far as we may ask for them."""
    for name, value in facts.items():
        if told.may_ask(name):
            told = told.with_answer(name, value)
    return told


def _continued(session: Session, form: SayForm) -> Talk:
    """Return the dialogue that the form goes on with, an empty one if it begins anew."""
    return Talk() if form.anew.data else keeping.kept(session)


def _last() -> str:
    return url_for("recommend.dialogue", _anchor=LAST)
