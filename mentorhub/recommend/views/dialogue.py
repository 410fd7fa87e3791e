"""Frag nach: a dialogue that asks one thing at a time, and answers with courses and rules.

What was said lies in an encrypted row, like the answers about funding, and ends like them.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import (
    Response,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.assist.chat import ChatFailed, Writer
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.recommend import wording
from mentorhub.recommend.actions import visits
from mentorhub.recommend.dialogue import choices
from mentorhub.recommend.dialogue.answers import Heard
from mentorhub.recommend.dialogue.moves import Show
from mentorhub.recommend.dialogue.talk import AskKind, Talk, Turn, from_json, to_json
from mentorhub.recommend.eligibility import Verdict
from mentorhub.recommend.forms.public import SayForm
from mentorhub.recommend.guide import Guide, Reply, money_of
from mentorhub.recommend.models import KeptTalk
from mentorhub.recommend.phrasing import phrased
from mentorhub.recommend.queries import offers
from mentorhub.recommend.views import visit
from mentorhub.recommend.views.blueprint import bp
from mentorhub.recommend.views.cards import Card, card
from mentorhub.recommend.views.saved import saved_keys
from mentorhub.recommend.views.visit import Told
from mentorhub.web.context import db, service, services
from mentorhub.web.limits import limiter

log = logging.getLogger(__name__)

COOKIE = "talk"
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
    """One turn as the log shows it; ``shown`` are address and title of each course."""

    said: str
    question: str
    shown: tuple[tuple[str, str], ...]
    none_fits: bool


@dataclass(frozen=True)
class Result:
    """What the last turn shows: the courses, and what the rules say to each instrument."""

    cards: tuple[Card, ...]
    money: tuple[tuple[Verdict, str], ...]
    none_fits: bool
    wish: str


@bp.get("/frag-nach")
def dialogue() -> ResponseReturnValue:
    """Show the dialogue so far, its last answer in full, and a field for the next word."""
    with db.reading() as session:
        return _page(session, _kept(session), visit.told(session), SayForm())


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
        hurry = form.choice.data == choices.SHOW
        reply = service(Guide).reply(session, talk, told.facts, today=today, hurry=hurry)
        wait = _may_be_worded(reply.talk) and not form.later.data
        coming = _worded(reply) if wait else iter(())
    kept = reply.talk.worded(tuple(_until_it_fails(coming)), _writer_name()) if wait else reply.talk
    with db.writing() as session:
        if form.is_about(_continued(session, form)):
            told = _remembering(visit.told(session), talk.turns[-1], heard)
            if told.anything:
                visit.keep(session, told)
            _keep(session, kept)
    return redirect(_last(), 303)


@bp.post("/frag-nach/worte")
@limiter.limit("120 per hour")
def word() -> ResponseReturnValue:
    """Stream what a chat model says to the last answer, sentence by sentence, and keep it."""
    today = clock.today()
    with db.reading() as session:
        talk, told = _kept(session), visit.told(session)
        if not _may_be_worded(talk) or request.form.get("turn") != str(len(talk.turns)):
            return "", 204
        reply = service(Guide).reply(session, talk, told.facts, today=today, hurry=True)
        coming = _worded(reply)
    stream = stream_with_context(_events(coming, cookie[COOKIE], len(talk.turns)))
    return Response(stream, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


@bp.post("/frag-nach/loeschung")
def forget_dialogue() -> ResponseReturnValue:
    """Forget the dialogue; with ``alles`` also what was told about oneself."""
    with db.writing() as session:
        visits.forget_talk(session, cookie.pop(COOKIE, None))
        if request.form.get("alles") == "ja":
            visit.forget(session)
            flash(_("The dialogue and your answers are deleted."), "success")
    return redirect(url_for("recommend.dialogue"), 303)


def _heard(form: SayForm, talk: Talk, today: date) -> tuple[Talk, Heard]:
    """Return the dialogue with what the form says, and what that says about the person."""
    if form.choice.data == choices.MORE:
        talk = talk.going_on()
    return service(Guide).hear(talk, form.words(talk), today, form.choice.data or "")


def _may_be_worded(talk: Talk) -> bool:
    """Return whether the last answer shows courses that a chat model has not spoken about yet."""
    last = talk.turns[-1] if talk.turns else None
    return bool(last and last.shown and not last.worded_by) and services().has(Writer)


def _writer_name() -> str:
    return service(Writer).name


def _worded(reply: Reply) -> Iterator[str]:
    sentences = {one.instrument.id: wording.standing(one) for one in money_of(reply)}
    return phrased(service(Writer), reply, sentences)


def _until_it_fails(coming: Iterator[str]) -> Iterator[str]:
    """Yield the sentences that come; that no more come is no reason to show nothing."""
    try:
        yield from coming
    except ChatFailed as problem:
        log.warning("the chat model did not answer: %s", problem)


def _events(coming: Iterator[str], token: str, turns: int) -> Iterator[str]:
    """Yield each sentence as an event for the browser, then keep all of them."""
    words: list[str] = []
    for sentence in _until_it_fails(coming):
        words.append(sentence)
        yield f"data: {json.dumps(sentence)}\n\n"
    with db.writing() as session:
        kept = _kept(session)
        if len(kept.turns) == turns and _may_be_worded(kept):
            _keep_under(session, kept.worded(tuple(words), _writer_name()), token)
    yield "event: end\ndata: \n\n"


def _page(session: Session, talk: Talk, told: Told, form: SayForm) -> str:
    result = _result(session, talk, told)
    return render_template(
        "recommend/dialogue.html",
        talk=talk,
        past=_past(session, talk),
        result=result,
        question=talk.open_question,
        last=talk.turns[-1] if talk.turns else None,
        is_worded_later=_may_be_worded(talk),
        model=service(Writer).name if services().has(Writer) else "",
        told=told,
        form=form,
    )


def _result(session: Session, talk: Talk, told: Told) -> Result | None:
    """Return the courses of the last turn as they are now, None if the last turn asked."""
    if not talk.turns or not talk.turns[-1].shown:
        return None
    today = clock.today()
    reply = service(Guide).reply(session, talk, told.facts, today=today, hurry=True)
    assert isinstance(reply.move, Show)
    return Result(
        cards=_cards(session, reply, told, today),
        money=tuple((one, wording.standing(one)) for one in money_of(reply)),
        none_fits=reply.move.none_fits,
        wish=reply.wish.sentence,
    )


def _cards(session: Session, reply: Reply, told: Told, today: date) -> tuple[Card, ...]:
    keys = saved_keys(session)
    near = reply.wish.understood.place
    return tuple(
        card(
            found.offer,
            found.chances,
            told,
            today,
            near=near,
            reasons=found.hit.reasons,
            saved=keys,
        )
        for found in reply.shown
        if found.offer
    )


def _past(session: Session, talk: Talk) -> tuple[Past, ...]:
    keys = [key for turn in talk.turns for key in turn.shown]
    titles = {key: offer.title for key, offer in offers.by_keys(session, keys).items()}
    return tuple(_told_again(turn, titles) for turn in talk.turns)


def _told_again(turn: Turn, titles: Mapping[str, str]) -> Past:
    said = wording.ready_answer(turn.to, turn.choice) if turn.choice else turn.said
    shown = [(url_for("recommend.offer", key=key), titles.get(key, "")) for key in turn.shown]
    question = wording.question(turn.asked) if turn.asked else ""
    return Past(said, question, tuple(one for one in shown if one[1]), turn.none_fits)


def _remembering(told: Told, turn: Turn, heard: Heard) -> Told:
    """Return what is known about the person with what this turn says about them."""
    for name, value in heard.facts.items():
        if told.may_ask(name):
            told = told.with_answer(name, value)
    skipped = _FACT_OF.get(turn.to) if heard.unknown and turn.to else None
    return told.without_answer(skipped) if skipped else told


def _continued(session: Session, form: SayForm) -> Talk:
    """Return the dialogue that the form goes on with, an empty one if it begins anew."""
    return Talk() if form.anew.data else _kept(session)


def _kept(session: Session) -> Talk:
    plain = visits.recall(
        session, service(Cipher), cookie.get(COOKIE), now=clock.now(), kind=KeptTalk
    )
    return from_json(plain) if plain else Talk()


def _keep(session: Session, talk: Talk) -> None:
    cookie[COOKIE] = _keep_under(session, talk, cookie.get(COOKIE))


def _keep_under(session: Session, talk: Talk, token: str | None) -> str:
    return visits.remember(
        session, service(Cipher), token, to_json(talk), now=clock.now(), kind=KeptTalk
    )


def _last() -> str:
    return url_for("recommend.dialogue", _anchor=LAST)
