"""`mentorhub search`: the index, and how good the search is; thin as views."""

import json
from datetime import datetime
from pathlib import Path

import click

from mentorhub.kit import clock, schemas
from mentorhub.kit.services import Services
from mentorhub.recommend import evaluation, mappings, plain
from mentorhub.recommend.actions import index
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.commands.arguments import DAY, FILE, NEW_FILE
from mentorhub.recommend.commands.preparing import make_ready, rebuild
from mentorhub.recommend.commands.telling import print_json, show
from mentorhub.recommend.engine.shelf import Busy, NothingOlder
from mentorhub.recommend.evaluation import EngineMaker, EvaluationError
from mentorhub.recommend.gazetteer import Gazetteer


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
        print_json(told)
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
@click.option("--run", "run_file", type=NEW_FILE, help="write the hits here")
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
    for file, usable in ((offers_file, offers.records), (queries_file, questions)):
        if not usable:
            raise click.ClickException(f"{file}: nothing in it can be used")
    report, run = evaluation.evaluate(
        evaluation.documents_of(offers.records, services.get(Gazetteer)),
        questions,
        encoder=services.get(Workshop).encoder(),
        make_engine=services.get(EngineMaker),
        today=day,
        bad_lines=len(offers.bad),
        progress=lambda done, total: show("queries", done, total),
    )
    if run_file:
        schemas.check("evaluation-run", run)
        run_file.write_text(json.dumps(run, ensure_ascii=False), encoding="utf-8")
    if as_json:
        print_json(report)
    else:
        click.echo(evaluation.table(report))
