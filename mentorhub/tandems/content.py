"""What somebody tells us when asking for a conversation; only its sealed form is kept."""

import json
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class SavedTitle:
    """An offer that was on the list, by key and by the title that it had then."""

    key: str
    title: str


@dataclass(frozen=True)
class Content:
    """The personal part of a request and later of its case.

    ``searched`` and ``saved`` are empty unless the person agreed to show them.
    """

    first_name: str
    contact: str
    wish: str = ""
    searched: str = ""
    saved: tuple[SavedTitle, ...] = ()

    def packed(self) -> bytes:
        """Return the bytes to seal."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> "Content":
        """Return what ``packed`` made bytes of."""
        fields = json.loads(data)
        saved = tuple(SavedTitle(**each) for each in fields.pop("saved"))
        return cls(**fields, saved=saved)

    def without_search(self) -> "Content":
        """Return the same without what was searched and saved."""
        return replace(self, searched="", saved=())

    def without_contact(self) -> "Content":
        """Return the same without the way to reach the person."""
        return replace(self, contact="")
