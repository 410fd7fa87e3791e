"""`mentorhub find`, `offers`, `search` and `content`: thin as views."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import click

from mentorhub.kit import clock, jobs, schema, schemas
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend import (
    evaluation,
    funding_files,
    glossary,
    going_out,
    mappings,
    occupations,
    places,
    plain,
    question,
    sayings,
)
from mentorhub.recommend.actions import catalogue, content, import_undo, imports, index
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.actions.tally import Forecast, Problem
from mentorhub.recommend.engine.build import BuildRefused
from mentorhub.recommend.engine.shelf import Busy, NothingOlder
from mentorhub.recommend.evaluation import EngineMaker, EvaluationError
from mentorhub.recommend.exports import FORMATS, Terms
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.mappings import LineMapping
from mentorhub.recommend.models import Offer, OfferImport
from mentorhub.recommend.queries import imports as import_rows
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue
from mentorhub.recommend.sources.xsd import Validation

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
SHOWN_PROBLEMS = 20
CONTENT_PROBLEMS = (
    content.ContentError,
    funding_files.FundingFileError,
    glossary.GlossaryError,
    sayings.SayingsError,
    occupations.OccupationsError,
)


@click.command()
@click.argument("sentence")
@click.option("--json", "as_json", is_flag=True, help="print docs/schemas/find.json")
@click.option("--limit", default=10, type=click.IntRange(1, 50), help="how many hits")
@click.option("--today", type=DAY, help="search as if it were this day (2025-12-01)")
@click.pass_obj
def find(
    services: Services, sentence: str, as_json: bool, limit: int, today: datetime | None
) -> None:
    """Find courses and funding for a SENTENCE in plain words."""
    day = today.date() if today else clock.today()
    make_ready(services)
    services.get(Workshop).encoder()  # loaded before, so that took_ms is the search alone
    with services.get(Database).reading() as session:
        asked = question.read(sentence).text
        answer = services.get(Finder).find(session, asked, today=day, limit=limit)
    if as_json:
        told = plain.found(sentence, answer)
        schemas.check("find", told)
        _print_json(told)
        return
    results = answer.results
    click.echo(
        f"{results.total} found in {results.offers} offers ({results.step}, "
        f"{results.took_ms:.0f} ms)"
    )
    for number, found in enumerate(answer.found, start=1):
        click.echo(f"{number:3}. {found.title}")
        for key, offer in ((found.hit.key, found.offer), *((o.key, o) for o in found.others)):
            click.echo(f"     {key}  {_where(offer)}")


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
    """Import FILE, a catalogue in one of the formats (docs/sources.md)."""
    make_ready(services)
    names = _mapping(services, mapping)
    with file.open("rb") as opened:
        if names is None and not door.is_like_ours(opened, format_):
            names = _guessed(opened, format_)
        translate, xsd = names.translate if names else None, services.get(Validation).xsd
        told = Catalogue(format_, source or file.stem, translate, whole, xsd)
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
            progress=lambda done: _show("records", done, total),
        )
    click.echo(
        f"import {run.id} ({run.source}): {_counted(run)}, {time.perf_counter() - begun:.1f} s"
    )
    _tell_problems(run.report)
    if with_index and (run.added or run.changed or run.gone):
        rebuild(services)


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
@click.option("--to", "file", type=click.Path(path_type=Path, dir_okay=False), help="write here")
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
        rebuild(services)


@click.group("content")
def content_group() -> None:
    """What editors write in content/."""


@content_group.command("load")
@click.pass_obj
def load_content(services: Services) -> None:
    """Take content/ into the database; a second time changes nothing."""
    if not schema.is_current(services.get(Database)):
        schema.upgrade(services.get(Database))
    try:
        load(services, click.echo)
    except CONTENT_PROBLEMS as problem:
        raise click.ClickException(f"{problem} (nothing was changed)") from problem


@click.group("search")
def search_group() -> None:
    """The search index: build, look, go back, measure."""


@search_group.command("build")
@click.pass_obj
def build_index(services: Services) -> None:
    """Build the index from the database and put it to use."""
    make_ready(services)
    rebuild(services)


@search_group.command("rollback")
@click.pass_obj
def rollback(services: Services) -> None:
    """Go back to the generation before."""
    try:
        name = services.get(Workshop).roll_back()
    except (Busy, NothingOlder) as problem:
        raise click.ClickException(f"{type(problem).__name__}: {problem}") from problem
    click.echo(f"generation {name} is in use")


@search_group.command("status")
@click.option("--json", "as_json", is_flag=True, help="print docs/schemas/search-status.json")
@click.pass_obj
def status(services: Services, as_json: bool) -> None:
    """Say which generations there are, which is in use and how many vectors it has."""
    workshop = services.get(Workshop)
    kept = index.generations(workshop.shelf)
    arrival = workshop.arrival()
    if as_json:
        told = plain.index_status(kept, arrival)
        schemas.check("search-status", told)
        _print_json(told)
        return
    for one in kept:
        click.echo(f"{one.name}{'  in use' if one.in_use else ''}")
    if not arrival.is_over:
        click.echo(f"meaning: {arrival.done:,} of {arrival.total:,}")
    if not any(one.in_use for one in kept):
        click.echo("no index yet: mentorhub search build")


@search_group.command("evaluate")
@click.option("--offers", "offers_file", type=FILE, required=True, help="docs/schemas/offer-line")
@click.option("--mapping", type=FILE, help="TOML file that translates another catalogue's names")
@click.option("--queries", "queries_file", type=FILE, required=True, help="…/judged-query")
@click.option("--json", "as_json", is_flag=True, help="print docs/schemas/evaluation.json")
@click.option("--run", "run_file", type=click.Path(path_type=Path), help="write the hits here")
@click.option("--today", type=DAY, help="search as if it were this day")
@click.pass_obj
def evaluate(
    services: Services,
    offers_file: Path,
    mapping: Path | None,
    queries_file: Path,
    as_json: bool,
    run_file: Path | None,
    today: datetime | None,
) -> None:
    """Measure the search on your own offers and judged queries."""
    day = today.date() if today else clock.today()
    try:
        names = mappings.read_mapping(mapping) if mapping else None
        offers = evaluation.read_offers(offers_file, names)
        questions = evaluation.read_questions(queries_file)
    except (EvaluationError, mappings.MappingError) as problem:
        raise click.ClickException(str(problem)) from problem
    for number, wrong in offers.bad:
        click.echo(f"{offers_file}, line {number}: {wrong}", err=True)
    report, run = evaluation.evaluate(
        evaluation.documents_of(offers.records, services.get(Gazetteer)),
        questions,
        encoder=services.get(Workshop).encoder(),
        make_engine=services.get(EngineMaker),
        today=day,
        bad_lines=len(offers.bad),
        progress=lambda done, total: _show("queries", done, total),
    )
    if run_file:
        schemas.check("evaluation-run", run)
        run_file.write_text(json.dumps(run, ensure_ascii=False), encoding="utf-8")
    if as_json:
        _print_json(report)
    else:
        click.echo(evaluation.table(report))


COMMANDS: tuple[click.Command, ...] = (find, offers_group, content_group, search_group)


def make_ready(services: Services) -> None:
    """Give an installation that nobody has prepared its tables, content and index.

    What it does is told on standard error, apart from what a command prints.
    """
    if schema.is_current(services.get(Database)):
        return
    say = partial(click.echo, err=True)
    say("Preparing the catalogue")
    schema.upgrade(services.get(Database))
    load(services, say)
    if not services.get(Workshop).has_index():
        rebuild(services, say)


def load(services: Services, say: Callable[[str], object]) -> None:
    """Load places and content and say what changed.

    Raises:
        CONTENT_PROBLEMS: a file is wrong; nothing was changed.
    """
    db = services.get(Database)
    with db.reading() as session:
        known = places.count(session)
    if not known:
        say("Loading postcodes and towns")
        with db.writing() as session:
            places.fill(session, places.rows_from_packages())
        services.forget(Gazetteer)
    folder = services.get(content.ContentFolder).path
    gazetteer = services.get(Gazetteer)
    with db.writing() as session:
        loaded = content.load(session, folder, gazetteer, today=clock.today(), now=clock.now())
    for line in _told(loaded):
        say(line)


def rebuild(services: Services, say: Callable[[str], object] = click.echo) -> None:
    """Build the index in the foreground, showing progress; what was asked for before is done."""
    begun = clock.now()
    db, workshop = services.get(Database), services.get(Workshop)
    build = partial(
        index.rebuild, db, workshop, lambda done, total: _show("texts encoded", done, total)
    )
    try:
        name = build(now=begun)
        while not workshop.arrival().is_over:
            name = build(now=clock.now(), whole=False)
    except Busy as problem:
        raise click.ClickException("another process is building the index") from problem
    except BuildRefused as problem:
        raise click.ClickException(f"the index was not replaced: {problem}") from problem
    with db.writing() as session:
        jobs.settle(session, catalogue.INDEX_JOB, asked_until=begun, at=clock.now())
    say(f"index {name} is in use")


def _told(loaded: content.Loaded) -> list[str]:
    if loaded.nothing:
        return [f"content: nothing changed ({loaded.unchanged} offers)"]
    lines = []
    for name in ("added", "changed", "withdrawn"):
        keys = getattr(loaded, name)
        if keys:
            shown = ", ".join(keys[:5]) + (" …" if len(keys) > 5 else "")
            lines.append(f"offers {name}: {len(keys)} ({shown})")
    if loaded.files:
        lines.append(f"files of content/ read: {', '.join(loaded.files)}")
    if loaded.gone:
        lines.append(f"files of content/ gone: {', '.join(loaded.gone)}")
    return lines


def _where(offer: Offer | None) -> str:
    return ", ".join(filter(None, (offer.provider, offer.town or offer.form))) if offer else ""


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _show(what: str, done: int, total: int) -> None:
    end = "\n" if done >= total else "\r"
    if sys.stderr.isatty() or end == "\n" or done % 5000 == 0:
        print(f"  {done:,} of {total:,} {what}", end=end, file=sys.stderr, flush=True)  # noqa: T201
