"""`mentorhub courses import`: a file of others; its kind is found by its content.

Each kind of file has an importer here; the first one that knows a file takes it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from mentorhub.courses.actions import packages as package_deeds
from mentorhub.courses.actions.unpacking import PackageFolder
from mentorhub.courses.packages import reading
from mentorhub.courses.packages.report import BadPackage
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services


@dataclass(frozen=True)
class Outcome:
    """What an import found, took and left; ``facts`` differ from kind to kind.

    ``left`` and ``refused`` name a thing and the reason; with ``refused`` nothing was taken.
    """

    kind: str
    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    left: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    made: str = ""


@dataclass(frozen=True)
class Importer:
    """One kind of file: whether it is of this kind, and how it is taken in.

    ``take`` gets the services, the file, and whether it shall only look.
    """

    knows: Callable[[Path], bool]
    take: Callable[[Services, Path, bool], Outcome]


def is_package(path: Path) -> bool:
    """Return whether a file is a SCORM package, or says so."""
    with path.open("rb") as file:
        return reading.is_package(file)


def take_package(services: Services, path: Path, dry_run: bool) -> Outcome:
    """Look a SCORM package through, and make a course of it."""
    limits = services.get(PackageFolder).limits
    with path.open("rb") as file:
        try:
            found = reading.read(file, path.name, limits)
        except BadPackage as problem:
            refused = [{"reason": each.code, "what": each.where} for each in problem.faults]
            return Outcome("scorm", refused=refused)
        made = ""
        if not dry_run:
            with services.get(Database).writing() as session:
                row = package_deeds.take(session, file, found, by=None, now=clock.now())
                made = package_deeds.make_course(session, row, by=None, now=clock.now()).course_slug
    report = found.report
    return Outcome(
        kind=found.manifest.kind,
        title=report.title,
        facts={
            "edition": report.edition,
            "files": report.files,
            "packed_bytes": report.packed_bytes,
            "unpacked_bytes": report.unpacked_bytes,
            "parts": len(found.manifest.parts),
        },
        taken=[each.where for each in report.taken],
        left=[{"reason": each.code, "what": each.where} for each in report.left],
        made=made,
    )


IMPORTERS: list[Importer] = [Importer(is_package, take_package)]


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="only look; nothing is taken in")
@click.option("--json", "as_json", is_flag=True, help="answer as JSON")
@click.pass_obj
def import_file(services: Services, file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Take in FILE, whatever it is, and print what was found, taken, and left with the reason.

    Known are SCORM 1.2 and 2004 packages: each becomes a course of its own.
    Exit status 1: nothing of it can be taken.
    """
    importer = next((each for each in IMPORTERS if each.knows(file)), None)
    if importer is None:
        outcome = Outcome("unknown", refused=[{"reason": "unknown_kind", "what": file.name}])
    else:
        outcome = importer.take(services, file, dry_run)
    told = {"file": file.name, "dry_run": dry_run} | vars(outcome)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _plain(told))
    if outcome.refused:
        raise click.exceptions.Exit(1)


def _plain(told: dict[str, Any]) -> str:
    lines = [f"{told['file']}: {told['kind']} {told['title']}".rstrip()]
    lines += [f"  {name}: {value}" for name, value in told["facts"].items() if value != ""]
    lines += [f"  taken: {each}" for each in told["taken"]]
    for what in ("left", "refused"):
        lines += [f"  {what}: {e['reason']} {e['what']}".rstrip() for e in told[what]]
    if told["made"]:
        lines.append(f"  made: {told['made']}")
    elif told["dry_run"] and not told["refused"]:
        lines.append("  nothing was changed (dry run)")
    return "\n".join(lines)
