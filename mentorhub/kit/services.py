"""A registry of what an application runs on, found by its type."""

import threading
from collections.abc import Callable
from typing import TypeVar, cast

from mentorhub.kit.errors import Unavailable

T = TypeVar("T")


class Services:
    """Holds one object per type; ``app`` fills it, everybody else asks.

    A thing can be kept ready-made or as a recipe that is followed once, when first asked for:
    a command that never searches never opens the index. What changes while the process lives is
    asked for anew each time.
    """

    def __init__(self) -> None:
        self._by_type: dict[type, object] = {}
        self._recipes: dict[type, Callable[[], object]] = {}
        self._changing: dict[type, Callable[[], object]] = {}
        self._making = threading.RLock()

    def put(self, thing: object, *, kind: type | None = None) -> None:
        """Keep ``thing`` under its own type, or under ``kind`` (a protocol or a base)."""
        self._by_type[kind or type(thing)] = thing

    def put_recipe(self, kind: type[T], recipe: Callable[[], T]) -> None:
        """Make the thing of this kind when somebody first asks for it."""
        self._recipes[kind] = recipe

    def put_changing(self, kind: type[T], current: Callable[[], T]) -> None:
        """Ask ``current`` for the thing of this kind, each time that somebody asks for it."""
        self._changing[kind] = current

    def get(self, kind: type[T]) -> T:
        """Return what is kept under ``kind``.

        Raises:
            Unavailable: this application runs without it.
        """
        if kind not in self._by_type:
            if kind in self._changing:
                return cast(T, self._changing[kind]())
            with self._making:
                if kind not in self._by_type:
                    self._by_type[kind] = self._make(kind)
        return cast(T, self._by_type[kind])

    def forget(self, kind: type) -> None:
        """Drop the thing of this kind; its recipe is followed anew when it is next asked for."""
        self._by_type.pop(kind, None)

    def has(self, kind: type) -> bool:
        """Return whether something can be had under ``kind``."""
        return any(kind in kept for kept in (self._by_type, self._recipes, self._changing))

    def _make(self, kind: type) -> object:
        if kind not in self._recipes:
            raise Unavailable(kind.__name__)
        return self._recipes[kind]()
