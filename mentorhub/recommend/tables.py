"""The tables of one name in a TOML text that an editor wrote, and what is wrong with them."""

import tomllib
from typing import Any


class WrongEntry(ValueError):
    """A text of an editor cannot be used; says file, entry, field and reason.

    ``entry`` names a part of the file, such as ``term 3``; it is empty for the file itself.
    """

    def __init__(self, file: str, entry: str, field: str, reason: str) -> None:
        where = ", ".join(part for part in (file, entry, field) if part)
        super().__init__(f"{where}: {reason}")
        self.file = file
        self.entry = entry
        self.field = field
        self.reason = reason


def tables_of(name: str, file: str, data: bytes, wrong: type[WrongEntry]) -> list[Any]:
    """Return the tables [[name]] of a TOML file in UTF-8, at least one, as they stand there.

    Raises:
        wrong: it is no TOML, holds anything else, or has no such table.
    """
    try:
        found = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise wrong(file, "", "", f"is not valid TOML: {error}") from error
    tables = found.pop(name, None)
    for field in found:
        raise wrong(file, "", field, "is not a known field")
    if not isinstance(tables, list) or not tables:
        raise wrong(file, "", name, "is missing")
    return tables
