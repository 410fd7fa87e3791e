"""`mentorhub offers`: catalogues come in, go out and are taken back; thin as views."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import click

from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend import going_out, mappings
from mentorhub.recommend.actions import import_undo, imports
from mentorhub.recommend.actions.tally import Forecast, Problem, waits_for_confirmation
from mentorhub.recommend.commands.arguments import FILE, NEW_FILE
from mentorhub.recommend.commands.preparing import make_ready, rebuild
from mentorhub.recommend.commands.telling import show
from mentorhub.recommend.exports import FORMATS, Terms
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.mappings import LineMapping
from mentorhub.recommend.models import OfferImport
from mentorhub.recommend.queries import imports as import_rows
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue
from mentorhub.recommend.sources.xsd import Validation

SHOWN_PROBLEMS = 20
ONE_PAGE = (
    "this file is one page of several, so with --whole all courses on the others would be "
    "withdrawn; import it without --whole, or add its address as a source, which fetches all pages"
)


@click.group("offers")
def offers_group() -> None:
    """Bring in catalogues, see the imports, take them back."""


@offers_group.command("import")
@click.argument("file", type=FILE)
@click.option("--format", "format_", type=click.Choice(sorted(door.FORMATS)), required=True)
@click.option(
    "--mapping",
    help="TOML file that translates another catalogue's names, or the name of a saved mapping",
)
@click.option("--source", help="name of the catalogue; the name of the file if not given")
@click.option("--whole", is_flag=True, help="withdraw what the file leaves out")
@click.option("--confirm", is_flag=True, help="also if that is more than half of the catalogue")
@click.option("--dry-run", is_flag=True, help="only say what would happen")
@click.option("--index/--no-index", "with_index", default=True, help="make it searchable now")
@click.pass_obj
def import_offers(
    services: Services,
    file: Path,
    format_: str,
    mapping: str | None,
    source: str | None,
    whole: bool,
    confirm: bool,
    dry_run: bool,
    with_index: bool,
) -> None:
    """Import FILE, a catalogue in one of the formats (docs/sources.md).

    Exit status 1: nothing of the file could be taken, or what it leaves out was not withdrawn
    because nobody confirmed that.
    """
    make_ready(services)
    names = _mapping(services, mapping)
    with file.open("rb") as opened:
        if names is None and not door.is_like_ours(opened, format_):
            names = _guessed(opened, format_)
        translate, xsd = names.translate if names else None, services.get(Validation).xsd
        told = Catalogue(format_, source or file.stem, translate, whole, xsd)
        if whole and door.next_page(opened, format_):
            raise click.ClickException(ONE_PAGE)
        if dry_run:
            _tell_forecast(services, opened, told)
            return
        total, begun = door.count(opened, format_), time.perf_counter()
        run = imports.run(
            services.get(Database),
            door.read(opened, told),
            source=told.source,
            format_=format_,
            gazetteer=services.get(Gazetteer),
            now=clock.now(),
            total=total,
            confirmed=confirm,
            progress=lambda done: show("records", done, total),
        )
    click.echo(
        f"import {run.id} ({run.source}): {_counted(run)}, {time.perf_counter() - begun:.1f} s"
    )
    _tell_problems(run.report)
    if with_index and (run.added or run.changed or run.gone):
        rebuild(services, or_leave=True, whole=False)
    _refuse_nothing(run)
    if waits_for_confirmation(run.report):
        raise click.ClickException("nothing was withdrawn: import it with --confirm")


def _tell_forecast(services: Services, file: BinaryIO, told: Catalogue) -> None:
    with services.get(Database).reading() as session:
        forecast = imports.foresee(session, door.read(file, told), source=told.source)
    click.echo(f"dry run ({told.source}): {_counted(forecast)}; nothing was changed")
    if forecast.takes_most:
        click.echo(
            f"  {forecast.missing} of {forecast.present} offers would be withdrawn because the "
            "file leaves them out: import it with --confirm if that is right"
        )
    _tell_problems(forecast.report)
    _refuse_nothing(forecast)


def _refuse_nothing(done: OfferImport | Forecast) -> None:
    """Fail where a file has brought nothing at all, so that a timetable can tell."""
    if done.report and not (done.added or done.changed or done.unchanged or done.gone):
        raise click.ClickException("nothing of the file was taken")


def _counted(done: OfferImport | Forecast) -> str:
    return (
        f"{done.read} read, {done.added} added, {done.changed} changed, {done.unchanged} "
        f"unchanged, {done.gone} withdrawn, {done.bad} not taken"
    )


def _tell_problems(report: Sequence[Problem]) -> None:
    for bad in report[:SHOWN_PROBLEMS]:
        named = f" ({bad['id']})" if bad["id"] else ""
        click.echo(f"  line {bad['line']}{named}: {bad['field']}: {bad['reason']}")
    if len(report) > SHOWN_PROBLEMS:
        click.echo(f"  … {len(report) - SHOWN_PROBLEMS} more on the page of the import")


def _guessed(file: BinaryIO, format_: str) -> LineMapping:
    """Return what the columns of a file seem to mean, and say so on standard error."""
    meant = mappings.guess(column.name for column in door.columns(file, format_))
    if "title" not in meant.values():
        raise click.ClickException("say with --mapping what the columns mean: none is the title")
    for column, field in meant.items():
        click.echo(f"  {column} -> {field}", err=True)
    return mappings.with_id(mappings.of_columns(meant, {}))


def _mapping(services: Services, given: str | None) -> LineMapping | None:
    """Return the mapping of a file, or the one that editors saved under a name."""
    if not given:
        return None
    try:
        if Path(given).is_file():
            return mappings.read_mapping(Path(given))
        with services.get(Database).reading() as session:
            saved = import_rows.mapping_by_name(session, given)
            if saved is None:
                raise click.ClickException(f"{given} is neither a file nor a saved mapping")
            return mappings.mapping_of(saved.text.encode())
    except mappings.MappingError as problem:
        raise click.ClickException(str(problem)) from problem


@offers_group.command("export")
@click.option("--format", "name", type=click.Choice(list(FORMATS)), required=True)
@click.option("--to", "file", type=NEW_FILE, help="write here")
@click.pass_obj
def export_offers(services: Services, name: str, file: Path | None) -> None:
    """Write the current offers in the format of another portal."""
    make_ready(services)
    pieces = going_out.catalogue(
        services.get(Database), services.get(Terms), FORMATS[name], clock.now()
    )
    if file is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    passing = file.with_name(f".{file.name}.new")
    with passing.open("w", encoding="utf-8") as out:
        out.writelines(pieces)
    passing.replace(file)


@offers_group.command("imports")
@click.option("--page", default=1, type=click.IntRange(1))
@click.pass_obj
def list_imports(services: Services, page: int) -> None:
    """List the imports, newest first."""
    with services.get(Database).reading() as session:
        found = import_rows.imports_page(session, page)
        for run in found.rows:
            state = (
                "taken back"
                if run.undo
                else f"{run.added} added, {run.changed} changed, {run.gone} gone"
            )
            click.echo(f"{run.id:5}  {run.at:%Y-%m-%d %H:%M}  {run.source}: {state}, {run.bad} bad")
    click.echo(f"page {found.number} of {found.pages}")


@offers_group.command("withdraw")
@click.argument("import_id", type=int, metavar="IMPORT")
@click.option("--index/--no-index", "with_index", default=True, help="rebuild the index now")
@click.pass_obj
def withdraw_import(services: Services, import_id: int, with_index: bool) -> None:
    """Take the IMPORT with this number back."""
    with services.get(Database).writing() as session:
        run = import_rows.import_by_id(session, import_id)
        if run is None:
            raise click.ClickException(f"there is no import {import_id}")
        try:
            undone = import_undo.undo(
                session, run, gazetteer=services.get(Gazetteer), by=None, now=clock.now()
            )
        except import_undo.AlreadyUndone as problem:
            raise click.ClickException(f"import {import_id} was taken back before") from problem
        except import_undo.NotTheLast as problem:
            raise click.ClickException(
                "a later import changed the same offers; take that one back first"
            ) from problem
    click.echo(
        f"import {import_id}: {undone.gone} offers withdrawn, {undone.back} set back, "
        f"{undone.kept} left as editors have changed them since"
    )
    if with_index:
        rebuild(services, whole=False)
