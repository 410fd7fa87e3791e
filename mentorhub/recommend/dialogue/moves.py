"""What to do next: ask the one question that helps most, or show what there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mentorhub.recommend.dialogue import choices
from mentorhub.recommend.dialogue.talk import ASK_KINDS, AskKind, Talk
from mentorhub.recommend.dialogue.wish import Wish
from mentorhub.recommend.dialogue.worth import Candidate, Money, worth
from mentorhub.recommend.eligibility import Value

WORTH_ASKING: Final = 0.2
"""Below this, an answer would change less than a question costs somebody's patience."""

_WORTH_SOMETHING: Final = 0.005
"""Whoever asks for one more question gets it if its answer would change anything at all."""

_WORTH_CHOOSING: Final = 0.1
"""Where we ask anyway, a question worth this much may be asked in place of the best one."""

_TOPIC_BESIDE_MONEY: Final = 0.25
_AIM_FOR_TOPIC: Final = 0.4  # whoever knows no subject often knows what it is to be good for
_SETTLED_BY: Final[Mapping[str, AskKind]] = {
    "beschaeftigt": "employment",
    "gekuendigt": "employment",
    "transfer_kug": "employment",
    "berufsabschluss": "qualification",
    "betriebsgroesse": "company_size",
    "zve_jahr": "income",
    "alter": "age",
    "anlass": "aim",
}


@dataclass(frozen=True)
class Ask:
    """Ask this one question; ``others`` are worth asking too, the best of them first."""

    kind: AskKind
    others: tuple[AskKind, ...] = ()

    @property
    def possible(self) -> tuple[AskKind, ...]:
        """Return every question that may be asked here."""
        return (self.kind, *self.others)


@dataclass(frozen=True)
class Show:
    """Show the courses; ``none_fits``: say first that these are only the nearest ones."""

    none_fits: bool = False


@dataclass(frozen=True)
class Seen:
    """What the search and the rules say to all that was said so far.

    ``none_near``: the search says that nothing is about what was asked for.
    """

    wish: Wish
    candidates: Sequence[Candidate]
    none_near: bool
    money: Money


def next_move(talk: Talk, seen: Seen, *, hurry: bool = False) -> Ask | Show:
    """Return the next move; somebody in a hurry is asked nothing more.

    Nor is at first who writes in a language in which wishes cannot be read: they would be asked
    in another language for what they have said.
    """
    near = _is_near(seen)
    is_foreign = len(talk.turns) == 1 and not seen.wish.is_readable
    if hurry or is_foreign or not talk.may_ask:
        return Show(none_fits=not near)
    if wants_more(talk):
        return one_more(talk, seen) or Show(none_fits=not near)
    unknown = open_kinds(talk, seen.wish, seen.money.facts)
    if "topic" in unknown and not seen.money.asked_for:
        return Ask("topic")
    if not near:
        return Show(none_fits=True)
    return _best(_worths(unknown, seen), WORTH_ASKING) or Show()


def wants_more(talk: Talk) -> bool:
    """Return whether the person has just asked for one more question."""
    return bool(talk.last and talk.last.choice == choices.MORE)


def one_more(talk: Talk, seen: Seen) -> Ask | None:
    """Return what to ask somebody who wishes to be asked, None if no answer would change a thing.

    Where nothing fits what they want, they are asked for it in other words first.
    """
    unknown = open_kinds(talk, seen.wish, seen.money.facts)
    is_lost = "topic" in unknown and not seen.money.asked_for
    if "topic" not in talk.asked() and (is_lost or not _is_near(seen)):
        return Ask("topic")
    return _best(_worths(unknown, seen), _WORTH_SOMETHING)


def _worths(unknown: Sequence[AskKind], seen: Seen) -> dict[AskKind, float]:
    worths = worth([kind for kind in unknown if kind != "topic"], seen.candidates, seen.money)
    if "topic" in unknown:
        worths["topic"] = _TOPIC_BESIDE_MONEY
    if not seen.wish.subject and "aim" in worths:
        worths["aim"] += _AIM_FOR_TOPIC
    return worths


def _best(worths: Mapping[AskKind, float], least: float) -> Ask | None:
    """Return the question that is worth most, None if all are worth less than ``least``."""
    if not worths or max(worths.values()) < least:
        return None
    good = [kind for kind in worths if worths[kind] >= min(least, _WORTH_CHOOSING)]
    best, *others = sorted(good, key=lambda kind: -worths[kind])
    return Ask(best, tuple(others))


def open_kinds(talk: Talk, wish: Wish, facts: Mapping[str, Value]) -> tuple[AskKind, ...]:
    """Return the kinds of questions that were neither asked nor answered in passing."""
    settled = talk.asked() | wish.known
    settled |= {kind for fact, kind in _SETTLED_BY.items() if fact in facts}
    return tuple(kind for kind in ASK_KINDS if kind not in settled)


def _is_near(seen: Seen) -> bool:
    """Return whether what was found is about the subject that somebody named, if they did."""
    if not seen.candidates:
        return False
    return not seen.none_near or not seen.wish.subject or seen.money.asked_for
