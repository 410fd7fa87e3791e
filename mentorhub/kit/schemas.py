"""The JSON Schemas of docs/schemas: what commands print and read, checked by code and tests."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"


class Mismatch(ValueError):
    """A value does not fit its schema; the message names the place and the reason."""


def check(name: str, value: Any) -> None:
    """Return if ``value`` fits docs/schemas/<name>.json.

    Raises:
        Mismatch: the first thing that does not fit.
    """
    problem = next(_validator(name).iter_errors(value), None)
    if problem:
        where = ".".join(str(part) for part in problem.absolute_path) or "the object"
        raise Mismatch(f"{where}: {problem.message[:200]}")


def fields(name: str) -> frozenset[str]:
    """Return the names that docs/schemas/<name>.json knows."""
    return frozenset(_validator(name).schema["properties"])


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))
