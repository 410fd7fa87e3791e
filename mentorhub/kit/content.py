"""Where editors keep what they write; every room reads its own folders in it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ContentFolder:
    """The folder ``content/`` of this installation."""

    path: Path
