"""What every room hands over or forgets when a person asks: a list that ``app`` fills."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

Exporter = Callable[[Session, int], object]
Eraser = Callable[[Session, int, datetime], None]


class PersonalData:
    """Knows, for each room, how to export and how to forget what it holds about a person.

    An exporter returns plain values for JSON; an eraser runs in the transaction that empties the
    account and must leave nothing by which the person could be known again. It may refuse with
    ``Refused`` as long as something must be ended first.
    """

    def __init__(self) -> None:
        self.exporters: dict[str, Exporter] = {}
        self.erasers: list[Eraser] = []

    def add(self, room: str, export: Exporter, erase: Eraser | None = None) -> None:
        """Add one room."""
        if room in self.exporters:
            raise ValueError(f"two exports for the room {room}")
        self.exporters[room] = export
        if erase:
            self.erasers.append(erase)
