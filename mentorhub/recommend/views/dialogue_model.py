"""What a chat model adds to "Frag nach", where an operator has set one and the reader wants it.

It listens to a turn, and says a few sentences to the courses. Whatever fails, our own question
and our own sentences stand on the page.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

from flask import Response, flash, redirect, request, stream_with_context, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.assist.chat import (
    Busy,
    ChatFailed,
    LimitReached,
    NothingSpent,
    Unusable,
    Writer,
)
from mentorhub.assist.listening import Listener
from mentorhub.kit import clock
from mentorhub.recommend import listening, wording
from mentorhub.recommend.dialogue.moves import Ask
from mentorhub.recommend.dialogue.talk import Talk, Unworded
from mentorhub.recommend.forms.public import SayForm
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.guide import Guide, Reply, money_of
from mentorhub.recommend.listening import Heeded
from mentorhub.recommend.phrasing import Phrased, phrased
from mentorhub.recommend.views import keeping, visit
from mentorhub.recommend.views.blueprint import bp
from mentorhub.recommend.views.visit import Told
from mentorhub.web.choices import remember
from mentorhub.web.context import db, service, services
from mentorhub.web.distress import help_for
from mentorhub.web.limits import limiter

log = logging.getLogger(__name__)

CHOICE_COOKIE = "model"


@bp.post("/frag-nach/worte")
@limiter.limit("120 per hour")
def word() -> ResponseReturnValue:
    """Stream what a chat model says to the last answer, sentence by sentence, and keep it."""
    today = clock.today()
    with db.reading() as session:
        talk, told = keeping.kept(session), visit.told(session)
        if not may_be_worded(talk) or not SayForm(request.form).is_about(talk):
            return "", 204
        reply = service(Guide).reply(session, talk, told.facts, today=today, hurry=True)
        coming = worded(reply)
    stream = stream_with_context(_events(coming, cookie[keeping.COOKIE], len(talk.turns)))
    return Response(stream, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


@bp.post("/frag-nach/sprachmodell")
def choose_model() -> ResponseReturnValue:
    """Remember for a year whether this browser wants the chat model."""
    is_wanted = request.form.get("model") != "off"
    flash(
        _("From now on a language model helps again.")
        if is_wanted
        else _("From now on no language model reads or writes here."),
        "success",
    )
    answer = redirect(url_for("recommend.dialogue"), 303)
    return remember(answer, CHOICE_COOKIE, "on" if is_wanted else "off")


def name() -> str:
    """Return the name of the chat model of this installation, nothing where there is none."""
    return service(Writer).name if services().has(Writer) else ""


def is_wanted() -> bool:
    """Return whether there is a chat model and this browser has not switched it off."""
    return services().has(Writer) and request.cookies.get(CHOICE_COOKIE) != "off"


def may_be_worded(talk: Talk) -> bool:
    """Return whether the last answer shows courses that a chat model has not spoken about yet."""
    last = talk.last
    is_open = bool(last and last.shown and not last.worded_by)
    return is_open and is_wanted() and not is_about_a_danger(talk)


def is_about_a_danger(talk: Talk) -> bool:
    """Return whether anything that was said speaks of a danger to somebody: no model gets that."""
    return any(help_for(turn.said) for turn in talk.turns)


def heeded(reply: Reply, told: Told) -> Heeded:
    """Return what counts of what a chat model makes of the last turn; call it in no transaction.

    It is only asked where it can change something: something was said freely, or we ask.
    """
    is_free = not reply.talk.turns[-1].choice
    if not is_wanted() or not (is_free or isinstance(reply.move, Ask)):
        return Heeded()
    if is_about_a_danger(reply.talk):
        return Heeded()
    listener, language = service(Listener), wording.locale()[:2]
    closed = listening.closed_facts(reply.talk, told.facts, told.skipped)
    said = listening.utterance(reply, closed, wording.question, language)
    try:
        reading = listener.listen(said)
    except NothingSpent as limit:
        log.info("the chat model was not asked: %s", limit)
        return Heeded()
    except ChatFailed as problem:
        log.warning("the chat model did not listen: %s", problem)
        return Heeded(tokens=listener.cost(said))
    counts = listening.heeded(reading, reply, closed, service(FundingBook).instruments, language)
    return replace(counts, tokens=listener.cost(said))


def worded(reply: Reply) -> Phrased:
    """Return what a chat model says to a reply; read it outside of any transaction."""
    sentences = {one.instrument.id: wording.standing(one) for one in money_of(reply)}
    return phrased(service(Writer), reply, sentences)


def with_words(talk: Talk, coming: Phrased) -> Talk:
    """Return the dialogue with the words that come, all of them waited for."""
    taken = _Taken(coming)
    for _sentence in taken.sentences():
        pass
    return taken.into(talk)


class _Taken:
    """Takes what a chat model says; then knows all of it, or why there is nothing."""

    def __init__(self, coming: Phrased) -> None:
        self._coming = coming
        self._words: list[str] = []
        self._tokens = coming.tokens
        self._why: Unworded = "failed"

    def sentences(self) -> Iterator[str]:
        """Yield the sentences that come; that no more come is no reason to show nothing."""
        try:
            for sentence in self._coming.sentences:
                self._words.append(sentence)
                yield sentence
            self._why = "unfit"
        except NothingSpent as limit:
            log.info("the chat model was not asked: %s", limit)
            self._why, self._tokens = _why_not_asked(limit), 0
        except ChatFailed as problem:
            log.warning("the chat model did not answer: %s", problem)
            self._why = "unfit" if isinstance(problem, Unusable) else "failed"

    def into(self, talk: Talk) -> Talk:
        """Return the dialogue with what came."""
        used = talk.using(self._tokens)
        if self._words:
            return used.worded(tuple(self._words), name())
        return used.left_unworded(self._why)

    def note(self) -> str:
        """Return what to tell a reader where nothing came."""
        return "" if self._words else wording.unworded(self._why)


def _why_not_asked(limit: NothingSpent) -> Unworded:
    if isinstance(limit, LimitReached):
        return "limit"
    return "busy" if isinstance(limit, Busy) else "failed"


def _events(coming: Phrased, token: str, turns: int) -> Iterator[str]:
    """Yield each sentence as an event for the browser, then keep all; the end says why if none."""
    taken = _Taken(coming)
    for sentence in taken.sentences():
        yield f"data: {json.dumps(sentence)}\n\n"
    with db.writing() as session:
        talk = keeping.kept(session)
        if len(talk.turns) == turns and may_be_worded(talk):
            keeping.keep_under(session, taken.into(talk), token)
    yield f"event: end\ndata: {json.dumps(taken.note())}\n\n"
