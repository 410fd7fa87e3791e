"""Kinds of arguments that several commands take."""

import os
from pathlib import Path

import click

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class NewFile(click.Path):
    """A file to write, perhaps new: refused at once, not after all the work, where it cannot be."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False, writable=True)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """Return the path; its folder is there and takes files."""
        super().convert(value, param, ctx)
        path = Path(value)
        if not os.access(path.parent, os.W_OK):
            self.fail(f"No file can be written in '{path.parent}'.", param, ctx)
        return path


NEW_FILE = NewFile()
