"""What every room hands over or forgets when a person asks: a list that ``app`` fills."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

Exporter = Callable[[Session, int], object]
Eraser = Callable[[Session, int, datetime], None]
Teller = Callable[[Session, int], str]
NoteForgetter = Callable[[Session, str], None]


class PersonalData:
    """Knows, for each room, how to export and how to forget what it holds about a person.

    An exporter returns plain values for JSON; an eraser runs in the transaction that empties the
    account and must leave nothing by which the person could be known again. It may refuse with
    ``Refused`` as long as something must be ended first. What somebody would miss afterwards is
    told before, in a sentence.
    """

    def __init__(self) -> None:
        self.exporters: dict[str, Exporter] = {}
        self.erasers: list[Eraser] = []
        self.tellers: list[Teller] = []
        self.note_forgetters: dict[str, NoteForgetter] = {}

    def add(
        self,
        room: str,
        export: Exporter,
        erase: Eraser | None = None,
        *,
        loses: Teller | None = None,
    ) -> None:
        """Add one room; ``loses`` says what a person should take along before, or nothing."""
        if room in self.exporters:
            raise ValueError(f"two exports for the room {room}")
        self.exporters[room] = export
        if erase:
            self.erasers.append(erase)
        if loses:
            self.tellers.append(loses)

    def losses(self, session: Session, person_id: int) -> list[str]:
        """Return what is told to a person before everything is deleted, a sentence for each."""
        told = (tell(session, person_id) for tell in self.tellers)
        return [sentence for sentence in told if sentence]

    def add_note(self, note: str, forget: NoteForgetter) -> None:
        """Name what stands behind a note of a browser; ``forget`` deletes it by the note's value.

        It is called as soon as the browser passes to somebody else: when a person signs in or
        out, and when a sign-in that was ended elsewhere shows up again.
        """
        self.note_forgetters[note] = forget

    def forget_notes(self, session: Session, dropped: Mapping[str, str]) -> None:
        """Delete what stands behind these notes, given by name and value."""
        for note in dropped.keys() & self.note_forgetters.keys():
            self.note_forgetters[note](session, dropped[note])
