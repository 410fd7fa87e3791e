"""How commands of this room print what they have to say."""

import json
import sys
from typing import Any

import click


def print_json(value: Any) -> None:
    """Print a value as JSON, on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show(what: str, done: int, total: int) -> None:
    """Tell on standard error how far something is; seldom, where nobody watches."""
    end = "\n" if done >= total else "\r"
    if sys.stderr.isatty() or end == "\n" or done % 5000 == 0:
        print(f"  {done:,} of {total:,} {what}", end=end, file=sys.stderr, flush=True)  # noqa: T201
