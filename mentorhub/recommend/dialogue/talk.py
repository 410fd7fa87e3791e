"""A dialogue as it stands: what was said, what we asked, what we showed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Literal, get_args

from mentorhub.recommend.eligibility import Value

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

Unworded = Literal["", "failed", "unfit", "limit", "busy"]
"""Why a chat model has worded nothing: no answer, nothing to show, no tokens or no time left."""


@dataclass(frozen=True)
class Turn:
    """What the person said, and what we did: ask one question, or show offers.

    ``to`` is the question that was open, ``read`` whether the words answered it. ``choice`` is
    the code of a ready answer that was picked. ``none_fits`` marks offers that are only near.
    ``wording`` are sentences of a chat model that passed every check, ``worded_by`` is its name:
    empty while it was not asked, "-" where ``unworded`` says why there is nothing. ``asked_in`` is
    our question in the words of one, ``heard`` names what the turn told about the person,
    ``by_model`` what of it only a model has read.
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
    unworded: Unworded = ""
    asked_in: str = ""
    heard: tuple[str, ...] = ()
    by_model: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Talk:
    """All turns so far; ``spent`` counts our questions since the person last said "go on".

    ``tokens`` are those that a chat model was allowed for it.
    """

    turns: tuple[Turn, ...] = ()
    spent: int = 0
    tokens: int = 0

    @property
    def last(self) -> Turn | None:
        """Return the last turn, None before the first."""
        return self.turns[-1] if self.turns else None

    @property
    def open_question(self) -> AskKind | None:
        """Return what we asked last, None if the last turn was no question."""
        return self.last.asked if self.last else None

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

    def asking_in(self, kind: AskKind, words: str) -> "Talk":
        """Return this with another question in place of ours, in these words if there are any."""
        return self._answered(asked=kind, asked_in=words)

    def noting(self, heard: Iterable[str], by_model: Mapping[str, Value]) -> "Talk":
        """Return this with what the last turn told about the person."""
        return self._answered(heard=tuple(heard), by_model=dict(by_model))

    def using(self, tokens: int) -> "Talk":
        """Return this with so many more tokens used."""
        return replace(self, tokens=self.tokens + tokens)

    def without_last(self) -> "Talk":
        """Return this as it was before the last turn; its tokens are used all the same."""
        back = 1 if self.open_question else 0
        return replace(self, turns=self.turns[:-1], spent=max(0, self.spent - back))

    def by_model(self) -> Mapping[str, Value]:
        """Return every fact that a model has read, each as it read it last."""
        return {name: value for turn in self.turns for name, value in turn.by_model.items()}

    def showing(self, keys: tuple[str, ...], *, none_fits: bool) -> "Talk":
        """Return this with offers as our part of the last turn."""
        return self._answered(shown=keys, none_fits=none_fits)

    def worded(self, sentences: tuple[str, ...], by: str) -> "Talk":
        """Return this with the words of a chat model beside our part of the last turn."""
        return self._answered(wording=sentences, worded_by=by)

    def left_unworded(self, why: Unworded) -> "Talk":
        """Return this with the reason why a chat model has worded nothing of the last turn."""
        return self._answered(worded_by=NOBODY, unworded=why)

    def _answered(self, **ours: Any) -> "Talk":
        return replace(self, turns=(*self.turns[:-1], replace(self.turns[-1], **ours)))


def to_json(talk: Talk) -> dict[str, Any]:
    """Return the dialogue as plain JSON values."""
    return asdict(talk)


def from_json(plain: Mapping[str, Any]) -> Talk:
    """Return the dialogue that ``to_json`` wrote."""
    return Talk(tuple(_turns(plain["turns"])), int(plain["spent"]), int(plain.get("tokens", 0)))


def _turns(plain: list[dict[str, Any]]) -> Iterator[Turn]:
    for turn in plain:
        lists = {name: tuple(turn.get(name, ())) for name in ("shown", "wording", "heard")}
        yield Turn(**{**turn, **lists})
