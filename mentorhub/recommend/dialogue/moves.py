"""What to do next: ask the one question that helps most, or show what there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mentorhub.recommend.dialogue.talk import ASK_KINDS, AskKind, Talk
from mentorhub.recommend.dialogue.wish import Wish
from mentorhub.recommend.dialogue.worth import Candidate, Money, worth
from mentorhub.recommend.eligibility import Value

WORTH_ASKING: Final = 0.2
"""Below this, an answer would change less than a question costs somebody's patience."""

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
    unknown = open_kinds(talk, seen.wish, seen.money.facts)
    if "topic" in unknown and not seen.money.asked_for:
        return Ask("topic")
    if not near:
        return Show(none_fits=True)
    worths = worth([kind for kind in unknown if kind != "topic"], seen.candidates, seen.money)
    if "topic" in unknown:
        worths["topic"] = _TOPIC_BESIDE_MONEY
    if not seen.wish.subject and "aim" in worths:
        worths["aim"] += _AIM_FOR_TOPIC
    if not worths or max(worths.values()) < WORTH_ASKING:
        return Show()
    good = [kind for kind in worths if worths[kind] >= _WORTH_CHOOSING]
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
