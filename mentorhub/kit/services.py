"""A registry of what an application runs on, found by its type."""

from typing import TypeVar, cast

from mentorhub.kit.errors import Unavailable

T = TypeVar("T")


class Services:
    """Holds one object per type; ``app`` fills it, everybody else asks."""

    def __init__(self) -> None:
        self._by_type: dict[type, object] = {}

    def put(self, thing: object, *, kind: type | None = None) -> None:
        """Keep ``thing`` under its own type, or under ``kind`` (a protocol or a base)."""
        self._by_type[kind or type(thing)] = thing

    def get(self, kind: type[T]) -> T:
        """Return what is kept under ``kind``.

        Raises:
            Unavailable: this application runs without it.
        """
        if kind not in self._by_type:
            raise Unavailable(kind.__name__)
        return cast(T, self._by_type[kind])

    def has(self, kind: type) -> bool:
        """Return whether something is kept under ``kind``."""
        return kind in self._by_type
