"""`mentorhub funding …`: what the rules say about facts in a file."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any, TextIO

import click

from mentorhub.kit import clock, schemas
from mentorhub.kit.content import ContentFolder
from mentorhub.kit.services import Services
from mentorhub.recommend.commands.arguments import DAY
from mentorhub.recommend.dialogue.situation import situation
from mentorhub.recommend.dialogue.stating import Facts
from mentorhub.recommend.eligibility import FactError
from mentorhub.recommend.funding import check as funding_check
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding import lint as funding_lint
from mentorhub.recommend.funding.check import WrongQuestion
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.places import rows_from_packages

_MOST_CHARACTERS = 20_000_000
_SAYS = {True: "possible", False: "not possible", None: "open"}


@click.group("funding")
def funding_group() -> None:
    """What the rules of funding say."""


@funding_group.command()
@click.argument("file", type=click.File(encoding="utf-8-sig"))
@click.option("--json", "as_json", is_flag=True, help="print docs/schemas/funding-check.json")
@click.option(
    "--assume-defaults", is_flag=True, help="take the ordinary case for granted, and list it"
)
@click.option("--today", type=DAY, help="judge as if it were this day (2025-12-01)")
@click.pass_obj
def check(
    services: Services, file: TextIO, as_json: bool, assume_defaults: bool, today: datetime | None
) -> None:
    """Judge the cases in a FILE (- is standard input): one JSON object, or one a line.

    Each has facts in "eingabe" or words of somebody in "situation" (or both: facts count first),
    and may name one instrument in "programm". The rules are
    those of the content folder; no database is needed. Exit status 2: something is wrong in the
    file; what can be judged is.
    """
    try:
        instruments = funding_files.load(services.get(ContentFolder).path / "funding")
    except funding_files.FundingFileError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    day = today.date() if today else clock.today()
    listener = _Listener(day)
    wrong_lines = 0
    for number, line in _lines(file):
        try:
            asked = funding_check.read(_object(line), instruments, listener.hear)
        except FactError as wrong:
            click.echo(f"line {number}: {wrong}", err=True)
            wrong_lines += 1
            continue
        told = funding_check.answer(asked, instruments, day, assume_defaults=assume_defaults)
        schemas.check("funding-check", told)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else _in_words(told))
    if wrong_lines:
        raise SystemExit(2)


class _Listener:
    """Hears situations; towns are read once, and only if there is one to hear."""

    def __init__(self, today: date) -> None:
        self._today = today

    def hear(self, words: str) -> Facts:
        """Return the facts that the words state."""
        return situation(words, self._today, self._gazetteer.funding_land)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(rows_from_packages())


@funding_group.command()
@click.option("--today", type=DAY, help="look as if it were this day (2025-12-01)")
@click.pass_obj
def lint(services: Services, today: datetime | None) -> None:
    """Check the rules in the content folder; exit status 1: something is wrong with them.

    Unknown fields, gaps and overlaps of sizes, missing law or date, a review that is late,
    contradictions between rules, and texts that are too hard to read.
    """
    import textstat  # takes a second to load, and only this command needs it

    textstat.set_lang("de")
    folder = services.get(ContentFolder).path / "funding"
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}
    faults = funding_lint.lint(
        files,
        lambda text: textstat.wiener_sachtextformel(text, 1),
        today.date() if today else clock.today(),
    )
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise SystemExit(1)
    click.echo(f"{len(files)} rules, nothing wrong.")


def _lines(file: TextIO) -> Iterator[tuple[int, str]]:
    """Yield the questions of a file and the line where each begins."""
    try:
        text = file.read(_MOST_CHARACTERS + 1)
    except UnicodeDecodeError as problem:
        raise click.UsageError("the file is not UTF-8 text") from problem
    if len(text) > _MOST_CHARACTERS:
        raise click.UsageError(f"the file has more than {_MOST_CHARACTERS:,} characters")
    if not text.strip():
        raise click.UsageError("the file holds no question")
    if _is_one(text):
        yield 1, text
        return
    for number, line in enumerate(text.split("\n"), start=1):  # JSON may hold other line ends
        if line.strip():
            yield number, line


def _is_one(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _object(line: str) -> Any:
    try:
        found = json.loads(line, object_pairs_hook=_once)
        json.dumps(found, ensure_ascii=False).encode()  # half a character can be read, not written
    except WrongQuestion:
        raise
    except (ValueError, RecursionError) as problem:
        raise WrongQuestion("line", f"is not JSON: {problem}") from problem
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON in which each name stands once."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise WrongQuestion(name, "stands there twice")
        found[name] = value
    return found


def _in_words(told: dict[str, Any]) -> str:
    """Return an answer for people: one line an instrument, and what decides it."""
    lines = [told["id"]] if "id" in told else []
    for one in told.get("programme", [told]):
        late = " (being checked)" if one["status"] == funding_check.UNDER_REVIEW else ""
        lines.append(f"  {one['programm']}: {_SAYS[one['moeglich']]}{late}")
        lines += [
            f"    {reason['text']} ({reason['rechtsgrundlage']})"
            for reason in one["gruende"]
            if reason["ergebnis"] != "erfuellt"
        ]
        lines += [f"    assumed: {each['feld']}: {each['grund']}" for each in one["angenommen"]]
    lines += [f"  unknown field: {each['feld']}" for each in told["unbekannte_felder"]]
    return "\n".join(lines)
