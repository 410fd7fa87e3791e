"""What is told about a package: what was found, what is taken, what is left and why."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["scorm12", "scorm2004"]
KINDS: tuple[Kind, ...] = ("scorm12", "scorm2004")


class Fixed(BaseModel):
    """A value that does not change, and that is kept as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(Fixed):
    """One thing: a word of ours for what it is, and where it stands."""

    code: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.where}" if self.where else self.code


class BadPackage(ValueError):
    """The file is no package that can be taken; ``faults`` say why."""

    def __init__(self, faults: Iterable[Finding]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


class Report(Fixed):
    """What a file is and what becomes of it; with ``faults`` nothing of it is taken.

    ``taken`` are the parts that can be started, ``left`` what is not used, each with the reason.
    """

    file: str
    kind: Kind | None = None
    edition: str = ""
    title: str = ""
    files: int = 0
    packed_bytes: int = 0
    unpacked_bytes: int = 0
    taken: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()
    faults: tuple[Finding, ...] = ()
