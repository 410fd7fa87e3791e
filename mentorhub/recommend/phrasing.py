"""Between the guide and a chat model: what it is given, and what of its words is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mentorhub.assist.chat import Claim, Ruling, Task, Writer
from mentorhub.assist.passage import Passage
from mentorhub.recommend.dialogue import claims
from mentorhub.recommend.dialogue.claims import Proven, Said
from mentorhub.recommend.dialogue.talk import Talk
from mentorhub.recommend.eligibility import Verdict
from mentorhub.recommend.guide import Reply, money_of
from mentorhub.recommend.passages import passage

_CLAIMS: Mapping[str, Claim] = {"fits": "fits", "unknown": "may_fit", "no": "does_not_fit"}


@dataclass(frozen=True)
class Phrased:
    """The sentences of a chat model that may be shown, as they come, and what they may cost.

    Iterating raises ChatFailed where there are none, or no more; what came before still counts.
    """

    sentences: Iterator[str]
    tokens: int


def phrased(writer: Writer, reply: Reply, sentences: Mapping[str, str]) -> Phrased:
    """Return what a chat model says to a reply.

    ``sentences`` are ours about each instrument, by its id. Everything is read from the reply at
    once; the model is asked when the first sentence is.
    """
    task, proven = _task(reply), _proven(reply, sentences)
    said = (Said(one.text, one.about, one.claim) for one in writer.write(task))
    return Phrased(claims.allowed(said, proven), writer.cost(task))


def _task(reply: Reply) -> Task:
    return Task(
        said=_said(reply.talk),
        offers=_offers(reply),
        rulings=[_ruling(verdict) for verdict in money_of(reply)],
        spent=reply.talk.tokens,
    )


def _said(talk: Talk) -> list[str]:
    return [turn.said for turn in talk.turns if turn.said]


def _offers(reply: Reply) -> list[Passage]:
    return [passage(found) for found in reply.shown if found.offer]


def _ruling(verdict: Verdict) -> Ruling:
    one = verdict.instrument
    return Ruling(one.id, one.name.de, _CLAIMS[verdict.status])


def _proven(reply: Reply, sentences: Mapping[str, str]) -> Proven:
    verdicts = money_of(reply)
    return Proven(
        offers={one.key: f"{one.title} {one.text}" for one in _offers(reply)},
        claims={one.instrument.id: _CLAIMS[one.status] for one in verdicts},
        sentences=sentences,
        said=_said(reply.talk),
        names=[
            name for one in verdicts for name in (one.instrument.name.de, one.instrument.short.de)
        ],
    )
