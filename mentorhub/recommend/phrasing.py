"""Between the guide and a chat model: what it is given, and what of its words is shown."""

from collections.abc import Iterator, Mapping

from mentorhub.assist.chat import Claim, Ruling, Task, Writer
from mentorhub.assist.passage import Passage
from mentorhub.recommend.dialogue import claims
from mentorhub.recommend.dialogue.claims import Proven, Said
from mentorhub.recommend.dialogue.talk import Talk
from mentorhub.recommend.eligibility import Verdict
from mentorhub.recommend.guide import Reply, money_of
from mentorhub.recommend.passages import passage

_CLAIMS: Mapping[str, Claim] = {"fits": "fits", "unknown": "may_fit", "no": "does_not_fit"}


def phrased(writer: Writer, reply: Reply, sentences: Mapping[str, str]) -> Iterator[str]:
    """Return the sentences of a chat model that may be shown, as they come.

    ``sentences`` are ours about each instrument, by its id. Everything is read from the reply at
    once; the model is asked when the first sentence is.

    Raises:
        ChatFailed: while iterating: there are none, or no more; what came before still counts.
    """
    task, proven = _task(reply, sentences), _proven(reply, sentences)
    said = (Said(one.text, one.about, one.claim) for one in writer.write(task))
    return claims.allowed(said, proven)


def _task(reply: Reply, sentences: Mapping[str, str]) -> Task:
    return Task(
        said=_said(reply.talk),
        offers=_offers(reply),
        rulings=[_ruling(verdict, sentences) for verdict in money_of(reply)],
    )


def _said(talk: Talk) -> list[str]:
    return [turn.said for turn in talk.turns if turn.said]


def _offers(reply: Reply) -> list[Passage]:
    return [passage(found) for found in reply.shown if found.offer]


def _ruling(verdict: Verdict, sentences: Mapping[str, str]) -> Ruling:
    one = verdict.instrument
    return Ruling(one.id, one.name.de, _CLAIMS[verdict.status], sentences[one.id])


def _proven(reply: Reply, sentences: Mapping[str, str]) -> Proven:
    verdicts = money_of(reply)
    return Proven(
        offers={one.key: one.text for one in _offers(reply)},
        claims={one.instrument.id: _CLAIMS[one.status] for one in verdicts},
        sentences=sentences,
        names=[
            name for one in verdicts for name in (one.instrument.name.de, one.instrument.short.de)
        ],
    )
