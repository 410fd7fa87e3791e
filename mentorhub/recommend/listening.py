"""Between the guide and a chat model that listens: what it may read and ask, what of it counts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from mentorhub.assist.listening import Field, Option, Reading, Utterance
from mentorhub.recommend.dialogue import support
from mentorhub.recommend.dialogue.asking import is_sound
from mentorhub.recommend.dialogue.moves import Ask
from mentorhub.recommend.dialogue.support import NO, READABLE, YES, Claimed
from mentorhub.recommend.dialogue.talk import AskKind, Talk
from mentorhub.recommend.eligibility import BY_NAME, Fact, Instrument, Value
from mentorhub.recommend.guide import Reply


@dataclass(frozen=True)
class Heeded:
    """What counts of a reading: supported facts, a question on offer, sound words for it.

    ``tokens`` are those that the reading may have used.
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    kind: AskKind | None = None
    words: str = ""
    tokens: int = 0


def closed_facts(
    talk: Talk, facts: Mapping[str, Value], left_open: Collection[str]
) -> frozenset[str]:
    """Return the facts that a model must not touch: all but what it has read itself.

    What it has read is closed too once the person has changed it or left it open.
    """
    own = talk.by_model()
    changed = {name for name in facts if name not in own or own[name] != facts[name]}
    taken_away = {name for name in own if name not in facts}
    return frozenset(changed | taken_away | set(left_open))


def utterance(
    reply: Reply, closed: Collection[str], question: Callable[[AskKind], str], language: str
) -> Utterance:
    """Return the last turn as a model gets it; ``question`` gives our words for each kind.

    Of a ready answer there is nothing to read, and nothing to choose where we ask nothing.
    """
    turn = reply.talk.turns[-1]
    before = [one.said for one in reply.talk.turns[:-1] if one.said]
    return Utterance(
        said=turn.said,
        before=before,
        asked=question(turn.to) if turn.to else "",
        fields=() if turn.choice else [_field(name) for name in READABLE if name not in closed],
        options=[Option(kind, question(kind)) for kind in _possible(reply)],
        language=language,
        spent=reply.talk.tokens,
    )


def heeded(
    reading: Reading,
    reply: Reply,
    closed: Collection[str],
    instruments: Collection[Instrument],
    language: str,
) -> Heeded:
    """Return what counts of a reading of the last turn."""
    turn = reply.talk.turns[-1]
    claimed = [Claimed(one.name, one.value, one.words) for one in reading.facts]
    facts = {} if turn.choice else support.supported(claimed, turn.said, closed)
    kind = next((kind for kind in _possible(reply) if kind == reading.ask), None)
    names = [name.de for one in instruments for name in (one.name, one.short)]
    is_good = kind and is_sound(reading.question, kind, language=language, names=names)
    return Heeded(facts, kind, reading.question if is_good else "")


def asked_as(reply: Reply, heeded: Heeded) -> Reply:
    """Return the reply with the question that a model chose, if it is still worth asking."""
    if heeded.kind is None or heeded.kind not in _possible(reply):
        return reply
    talk = reply.talk.asking_in(heeded.kind, heeded.words)
    return replace(reply, talk=talk, move=Ask(heeded.kind))


def _possible(reply: Reply) -> tuple[AskKind, ...]:
    return reply.move.possible if isinstance(reply.move, Ask) else ()


def _field(name: str) -> Field:
    fact = BY_NAME[name]
    return Field(name, fact.question.de, _values(fact))


def _values(fact: Fact) -> tuple[str, ...]:
    if fact.kind == "yes_no":
        return (YES, NO)
    return tuple(choice.value for choice in fact.choices)
