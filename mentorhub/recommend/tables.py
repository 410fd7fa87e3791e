"""The tables of one name in a TOML text that an editor wrote."""

import tomllib
from typing import Any


class WrongTables(ValueError):
    """The text does not hold what it should; says field and reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


def tables_of(name: str, data: bytes) -> list[Any]:
    """Return the tables [[name]] of a TOML text in UTF-8, at least one, as they stand there.

    Raises:
        WrongTables: it is no TOML, holds anything else, or has no such table.
    """
    try:
        found = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise WrongTables("", f"is not valid TOML: {error}") from error
    tables = found.pop(name, None)
    for field in found:
        raise WrongTables(field, "is not a known field")
    if not isinstance(tables, list) or not tables:
        raise WrongTables(name, "is missing")
    return tables
