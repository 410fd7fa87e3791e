"""`mentorhub sources`: the addresses at which catalogues are fetched; thin as views."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.kit.fetching import Fetcher
from mentorhub.kit.reach import NotFetched
from mentorhub.kit.services import Services
from mentorhub.recommend.actions import fetches, sources
from mentorhub.recommend.actions.sources import Wish
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import Source, SourceFetch
from mentorhub.recommend.queries import imports as import_rows
from mentorhub.recommend.queries import sources as rows
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.xsd import Validation

REFUSED = {
    sources.NameTaken: "there is a source of this name already",
    sources.AlreadyAsked: "the source is being fetched; wait until that has ended",
}


@click.group("sources")
def sources_group() -> None:
    """Catalogues that are fetched by themselves (docs/sources.md)."""


@sources_group.command("list")
@click.pass_obj
def list_sources(services: Services) -> None:
    """List the sources and how each stands."""
    with services.get(Database).reading() as session:
        found = rows.standings(session, clock.today())
    for each in found:
        stale = ", out of date" if each.is_stale and each.state != "stale" else ""
        paused = ", paused" if each.source.pause and each.state != "paused" else ""
        click.echo(
            f"{each.source.name}: {each.state}{paused}{stale}, {each.offers} offers, "
            f"every {each.source.every_hours} h  {each.source.address}"
        )
    if not found:
        click.echo("no sources yet: mentorhub sources add NAME ADDRESS")


@sources_group.command("add")
@click.argument("name")
@click.argument("address")
@click.option("--every", "hours", default=24, type=click.IntRange(1, 1000), help="hours between")
@click.option("--at", "hour", type=click.IntRange(0, 23), help="hour in Germany, from a day up")
@click.option("--format", "format_", default="", type=click.Choice(["", *sorted(door.FORMATS)]))
@click.option("--mapping", help="name of a saved choice of columns")
@click.option("--whole", is_flag=True, help="withdraw what the catalogue leaves out")
@click.option("--licence", default="", help="licence and name of the source, shown at its offers")
@click.option("--login", "login_name", default="", help="user name; its password is asked for")
@click.option("--token", is_flag=True, help="ask for an access token")
@click.pass_obj
def add_source(
    services: Services,
    name: str,
    address: str,
    hours: int,
    hour: int | None,
    format_: str,
    mapping: str | None,
    whole: bool,
    licence: str,
    login_name: str,
    token: bool,
) -> None:
    """Add a source, paused; see what it would bring with `fetch --trial`, then `resume` it."""
    try:
        services.get(Fetcher).reach.check(address)
    except NotFetched as problem:
        raise click.ClickException(f"this address cannot be used: {problem.why}") from problem
    asks = bool(login_name or token)
    wish = Wish(
        address=address,
        every_hours=hours,
        at_hour=hour,
        format=format_,
        mapping_id=_mapping_id(services, mapping),
        is_whole=whole,
        licence=licence,
        login_name=login_name,
        secret=click.prompt("Password or token", hide_input=True) if asks else None,
    )
    with _told(), services.get(Database).writing() as session:
        sources.add(
            session, name, wish, cipher=services.get(Cipher), by=None, now=clock.now(), tries=False
        )
    click.echo(f"{name} was added, paused. Next: mentorhub sources fetch {name} --trial")


@sources_group.command("fetch")
@click.argument("name")
@click.option("--trial", is_flag=True, help="only say what it would bring")
@click.option("--confirm", default=0, type=click.IntRange(0), help="how many offers may go")
@click.pass_obj
def fetch_source(services: Services, name: str, trial: bool, confirm: int) -> None:
    """Fetch the source NAME now, in the foreground."""
    db = services.get(Database)
    with db.reading() as session:
        source_id = _source(session, name).id
    errand = fetches.Errand(
        db=db,
        fetcher=services.get(Fetcher),
        cipher=services.get(Cipher),
        gazetteer=services.get(Gazetteer),
        clock=clock.now,
        xsd=services.get(Validation).xsd,
        progress=_show,
    )
    fetch_id = fetches.carry_out(errand, source_id, is_trial=trial, confirmed=confirm)
    with db.reading() as session:
        fetch = session.get_one(SourceFetch, fetch_id)
        click.echo(f"{name}: {_outcome(session, fetch)}")
    if fetch.outcome in ("failed", "stopped"):
        raise SystemExit(1)


@sources_group.command("pause")
@click.argument("name")
@click.pass_obj
def pause_source(services: Services, name: str) -> None:
    """Let the source NAME be fetched no more by itself."""
    with services.get(Database).writing() as session:
        sources.pause(session, _source(session, name), by=None, now=clock.now())
    click.echo(f"{name} is paused")


@sources_group.command("resume")
@click.argument("name")
@click.pass_obj
def resume_source(services: Services, name: str) -> None:
    """Let the source NAME be fetched by itself, at once for the first time."""
    with services.get(Database).writing() as session:
        sources.resume(session, _source(session, name), by=None, now=clock.now())
    click.echo(f"{name} is switched on")


@sources_group.command("remove")
@click.argument("name")
@click.option("--withdraw", is_flag=True, help="withdraw its offers too; else they stay")
@click.pass_obj
def remove_source(services: Services, name: str, withdraw: bool) -> None:
    """Remove the source NAME."""
    with _told(), services.get(Database).writing() as session:
        source = _source(session, name)
        gone = sources.remove(session, source, withdraws=withdraw, by=None, now=clock.now())
    click.echo(f"{name} is removed, {gone} offers were withdrawn")


def _source(session: Session, name: str) -> Source:
    found = rows.by_name(session, name)
    if found is None:
        raise click.ClickException(f"there is no source {name}")
    return found


def _mapping_id(services: Services, name: str | None) -> int | None:
    if not name:
        return None
    with services.get(Database).reading() as session:
        found = import_rows.mapping_by_name(session, name)
    if found is None:
        raise click.ClickException(f"{name} is no saved choice of columns")
    return found.id


def _outcome(session: Session, fetch: SourceFetch) -> str:
    told = fetch.forecast
    counted = "{read} read, {added} added, {changed} changed, {gone} withdrawn, {bad} not taken"
    if fetch.outcome == "failed":
        return f"failed ({fetch.why}{f' {fetch.status}' if fetch.status else ''})"
    if fetch.outcome == "stopped":
        return (
            f"stopped: {told['missing']} of {told['present']} offers would go; "
            f"if that is right: --confirm {told['missing']}"
        )
    if fetch.outcome == "unchanged":
        return "nothing new"
    run = import_rows.import_by_id(session, fetch.import_id) if fetch.import_id else None
    if run:
        return f"import {run.id}: {counted.format(**vars(run))}"
    return f"trial: {counted.format(**told)}; nothing was changed"


@contextmanager
def _told() -> Iterator[None]:
    """End the command with a sentence where a source cannot be as somebody wants it."""
    try:
        yield
    except tuple(REFUSED) as problem:
        raise click.ClickException(REFUSED[type(problem)]) from problem


def _show(done: int, total: int) -> None:
    if sys.stderr.isatty() and total:
        click.echo(f"  {done:,} of {total:,} records", err=True)
