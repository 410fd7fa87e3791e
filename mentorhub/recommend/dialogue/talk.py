"""A dialogue as it stands: what was said, what we asked, what we showed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal, get_args

AskKind = Literal[
    "topic",
    "place",
    "time",
    "start",
    "german",
    "employment",
    "qualification",
    "company_size",
    "income",
    "age",
    "price",
    "aim",
    "form",
]
ASK_KINDS: Final[tuple[AskKind, ...]] = get_args(AskKind)
MOST_QUESTIONS: Final = 3
MOST_TURNS: Final = 30
NOBODY: Final = "-"


@dataclass(frozen=True)
class Turn:
    """What the person said, and what we did: ask one question, or show offers.

    ``to`` is the question that was open, ``read`` whether the words answered it. ``choice`` is
    the code of a ready answer that was picked. ``none_fits`` marks offers that are only near.
    ``wording`` are sentences of a chat model that passed every check, ``worded_by`` is its name:
    empty while it was not asked, "-" where it could not answer.
    """

    said: str
    to: AskKind | None = None
    read: bool = False
    choice: str = ""
    asked: AskKind | None = None
    shown: tuple[str, ...] = ()
    none_fits: bool = False
    wording: tuple[str, ...] = ()
    worded_by: str = ""


@dataclass(frozen=True)
class Talk:
    """All turns so far; ``spent`` counts our questions since the person last said "go on"."""

    turns: tuple[Turn, ...] = ()
    spent: int = 0

    @property
    def open_question(self) -> AskKind | None:
        """Return what we asked last, None if the last turn was no question."""
        return self.turns[-1].asked if self.turns else None

    @property
    def is_full(self) -> bool:
        """Return whether the dialogue is as long as we keep it."""
        return len(self.turns) >= MOST_TURNS

    @property
    def may_ask(self) -> bool:
        """Return whether one more question is allowed."""
        return self.spent < MOST_QUESTIONS and not self.is_full

    def asked(self) -> frozenset[AskKind]:
        """Return every kind of question that was asked so far."""
        return frozenset(turn.asked for turn in self.turns if turn.asked)

    def heard(self, turn: Turn) -> "Talk":
        """Return this with one more turn of the person; our part is still missing."""
        return replace(self, turns=(*self.turns, turn))

    def going_on(self) -> "Talk":
        """Return this with as many questions allowed as at the beginning."""
        return replace(self, spent=0)

    def asking(self, kind: AskKind) -> "Talk":
        """Return this with our question as our part of the last turn."""
        return replace(self._answered(asked=kind), spent=self.spent + 1)

    def showing(self, keys: tuple[str, ...], *, none_fits: bool) -> "Talk":
        """Return this with offers as our part of the last turn."""
        return self._answered(shown=keys, none_fits=none_fits)

    def worded(self, sentences: tuple[str, ...], by: str) -> "Talk":
        """Return this with the words of a chat model beside our part of the last turn."""
        return self._answered(wording=sentences, worded_by=by if sentences else NOBODY)

    def _answered(self, **ours: Any) -> "Talk":
        return replace(self, turns=(*self.turns[:-1], replace(self.turns[-1], **ours)))


def to_json(talk: Talk) -> dict[str, Any]:
    """Return the dialogue as plain JSON values."""
    return asdict(talk)


def from_json(plain: Mapping[str, Any]) -> Talk:
    """Return the dialogue that ``to_json`` wrote."""
    return Talk(tuple(_turns(plain["turns"])), int(plain["spent"]))


def _turns(plain: list[dict[str, Any]]) -> Iterator[Turn]:
    for turn in plain:
        yield Turn(**{**turn, "shown": tuple(turn["shown"]), "wording": tuple(turn["wording"])})
