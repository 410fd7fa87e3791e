"""Plays scripted dialogues against the guide of "Frag nach" and says what was right.

The scripts were written before the guide, by somebody who has not seen it: who asks, what they
answer to which kind of question, which first questions make sense, what they must find.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from mentorhub.assist.chat import ChatFailed, Writer
from mentorhub.assist.listening import Listener
from mentorhub.recommend import listening
from mentorhub.recommend.dialogue.moves import Show
from mentorhub.recommend.dialogue.talk import MOST_QUESTIONS, Talk
from mentorhub.recommend.eligibility import Value, Verdict, judge
from mentorhub.recommend.guide import Guide, Reply, money_of
from mentorhub.recommend.listening import Heeded
from mentorhub.recommend.phrasing import phrased

NO_IDEA = "weiß nicht"
SEED = "measured"


@dataclass(frozen=True)
class Script:
    """One dialogue as it was written."""

    id: str
    opening: str
    answers: Mapping[str, str]
    first_question: frozenset[str]
    wrong_questions: frozenset[str]
    right_offers: frozenset[str]
    may_fit: frozenset[str]
    never: frozenset[str]
    nothing: bool


@dataclass(frozen=True)
class Model:
    """A chat model that takes part in a dialogue."""

    listener: Listener
    writer: Writer


@dataclass(frozen=True)
class Played:
    """How one dialogue went; ``unsupported`` are the ids of claims that the rules do not make.

    ``facts`` are what was understood about the person, ``questions`` and ``sentences`` what a
    chat model worded and the checks let through, ``ours`` our own sentence for each instrument.
    """

    script: Script
    asked: tuple[str, ...]
    shown: tuple[str, ...]
    none_fits: bool
    verdicts: Mapping[str, str] = field(default_factory=dict)
    unsupported: tuple[str, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    ours: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_is_right(self) -> bool:
        """Return whether the first question was one of those that make sense."""
        return (self.asked[0] if self.asked else "none") in self.script.first_question

    @property
    def asks_nothing_wrong(self) -> bool:
        """Return whether no question was one that makes no sense for this person."""
        return not self.script.wrong_questions & set(self.asked)

    @property
    def offer_is_right(self) -> bool:
        """Return whether a right offer was shown as one that fits, or rightly none was."""
        if self.script.nothing:
            return self.none_fits
        if not self.script.right_offers:
            return True
        return not self.none_fits and bool(self.script.right_offers & set(self.shown))

    @property
    def claims_are_supported(self) -> bool:
        """Return whether every claim about money is one that the rules make."""
        return not self.unsupported

    @property
    def names_funding(self) -> bool:
        """Return whether funding that fits or may fit was named, where there is some."""
        hopes = {id_ for id_, status in self.verdicts.items() if status != "no"}
        return not self.script.may_fit or bool(self.script.may_fit & hopes)


def read(path: Path) -> list[Script]:
    """Return the scripts of a file, one JSON object a line."""
    return [_script(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]


def play(
    guide: Guide, session: Session, script: Script, today: date, model: Model | None = None
) -> Played:
    """Play one dialogue to the first offers that are shown."""
    talk, facts = Talk(), dict[str, Value]()
    asked: list[str] = []
    said = script.opening
    while True:
        talk, heard = guide.hear(talk, said, today)
        facts.update(heard.facts)
        reply = guide.reply(session, talk, facts, today=today, seed=SEED)
        if model:
            counts = _listened(model, reply, facts)
            if counts.facts:
                facts.update(counts.facts)
                reply = guide.reply(session, talk, facts, today=today, seed=SEED)
            reply = listening.asked_as(reply, counts)
        talk = reply.talk
        if isinstance(reply.move, Show):
            return _played(script, asked, reply, facts, today, model)
        assert len(asked) < MOST_QUESTIONS, "the guide asks more than it may"
        asked.append(reply.move.kind)
        said = script.answers.get(reply.move.kind, NO_IDEA)


def _listened(model: Model, reply: Reply, facts: Mapping[str, Value]) -> Heeded:
    """Return what counts of what the model makes of the last turn."""
    closed = listening.closed_facts(reply.talk, facts, ())
    said = listening.utterance(reply, closed, str, "de")
    try:
        reading = model.listener.listen(said)
    except ChatFailed:
        return Heeded()
    return listening.heeded(reading, reply, closed, (), "de")


def _worded(model: Model, reply: Reply, ours: Mapping[str, str]) -> Iterator[str]:
    try:
        yield from phrased(model.writer, reply, ours).sentences
    except ChatFailed:
        return


def table(played: Sequence[Played]) -> str:
    """Return the shares of dialogues that went right, one line each."""
    return "\n".join(f"{name:32} {share:6.1%}" for name, share in figures(played).items())


def figures(played: Sequence[Played]) -> dict[str, float]:
    """Return the shares of dialogues that went right, from 0 to 1."""
    checks = {
        "right first question": [one.first_is_right for one in played],
        "no senseless question": [one.asks_nothing_wrong for one in played],
        "right offer among first three": [one.offer_is_right for one in played],
        "no unsupported claim": [one.claims_are_supported for one in played],
        "funding named where there is some": [one.names_funding for one in played],
    }
    return {name: round(sum(each) / len(each), 4) for name, each in checks.items()}


def misses(played: Sequence[Played]) -> Iterator[str]:
    """Yield a line for everything that went wrong."""
    for one in played:
        script = one.script
        if not one.first_is_right:
            yield f"{script.id}: asked {one.asked[:1]}, not one of {sorted(script.first_question)}"
        if not one.asks_nothing_wrong:
            yield f"{script.id}: asked {sorted(script.wrong_questions & set(one.asked))}"
        if not one.offer_is_right:
            wanted = "that nothing fits" if script.nothing else sorted(script.right_offers)[:3]
            yield f"{script.id}: showed {list(one.shown)}, wanted {wanted}"
        if not one.claims_are_supported:
            yield f"{script.id}: claims about {list(one.unsupported)}"
        if not one.names_funding:
            yield f"{script.id}: named {dict(one.verdicts)}, wanted {sorted(script.may_fit)}"


def _script(plain: Mapping[str, Any]) -> Script:
    funding = plain.get("funding") or {}
    return Script(
        id=plain["id"],
        opening=plain["opening"],
        answers=plain.get("answers") or {},
        first_question=frozenset(plain["first_question"]),
        wrong_questions=frozenset(plain.get("wrong_questions") or ()),
        right_offers=frozenset(plain.get("right_offers") or ()),
        may_fit=frozenset(funding.get("fits_or_unknown") or ()),
        never=frozenset(funding.get("never") or ()),
        nothing=bool(plain.get("nothing")),
    )


def _played(
    script: Script,
    asked: Sequence[str],
    reply: Reply,
    facts: Mapping[str, Value],
    today: date,
    model: Model | None,
) -> Played:
    assert isinstance(reply.move, Show)
    money = money_of(reply)
    ours = {one.instrument.id: f"{one.instrument.short.de}: {one.status}" for one in money}
    return Played(
        script=script,
        asked=tuple(asked),
        shown=tuple(found.hit.key for found in reply.shown),
        none_fits=reply.move.none_fits,
        verdicts={verdict.instrument.id: verdict.status for verdict in money},
        unsupported=tuple(_unsupported(script, money, facts, today)),
        facts=facts,
        questions=tuple(turn.asked_in for turn in reply.talk.turns if turn.asked_in),
        sentences=tuple(_worded(model, reply, ours)) if model else (),
        ours=ours,
    )


def _unsupported(
    script: Script, money: Sequence[Verdict], facts: Mapping[str, Value], today: date
) -> Iterator[str]:
    """Yield instruments said to fit that must not, or that the rules refuse for these facts."""
    for verdict in money:
        refused = judge(verdict.instrument, facts, today).status == "no"
        wrongly_fits = verdict.status == "fits" and verdict.instrument.id in script.never
        if wrongly_fits or (refused and verdict.status != "no"):
            yield verdict.instrument.id
