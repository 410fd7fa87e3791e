"""What a catalogue needs before it can be searched: tables, content and an index."""

from collections.abc import Callable
from functools import partial

import click
from sqlalchemy.orm import Session

from mentorhub.kit import clock, jobs, schema
from mentorhub.kit.content import ContentFolder
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend import glossary, occupations, places, sayings
from mentorhub.recommend.actions import catalogue, content, index
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.commands.telling import show
from mentorhub.recommend.engine.build import BuildRefused
from mentorhub.recommend.engine.shelf import Busy
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.gazetteer import Gazetteer

CONTENT_PROBLEMS = (
    content.ContentError,
    funding_files.FundingFileError,
    glossary.GlossaryError,
    sayings.SayingsError,
    occupations.OccupationsError,
)


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


def load(
    services: Services,
    say: Callable[[str], object],
    beside: Callable[[Session], list[str]] | None = None,
) -> None:
    """Load places and content and say what changed.

    ``beside`` brings in what another room reads from the folder, in the same transaction, and
    returns what to say.

    Raises:
        CONTENT_PROBLEMS: a file is wrong; nothing was changed.
    """
    db = services.get(Database)
    with db.reading() as session:
        complete = places.are_complete(session)
    if not complete:
        say("Loading postcodes and towns")
        with db.writing() as session:
            places.fill(session, places.rows_from_packages())
        services.forget(Gazetteer)
    folder = services.get(ContentFolder).path
    gazetteer = services.get(Gazetteer)
    with db.writing() as session:
        loaded = content.load(session, folder, gazetteer, today=clock.today(), now=clock.now())
        others = beside(session) if beside else []
    for line in [*_told(loaded), *others]:
        say(line)


def rebuild(
    services: Services,
    say: Callable[[str], object] = click.echo,
    *,
    or_leave: bool = False,
    whole: bool = True,
) -> None:
    """Build the index in the foreground, showing progress; what was asked for before is done.

    ``or_leave``: where another process is at it, leave the changes to the worker, who was asked.
    Unless all is to be made anew, what did not change is taken over.
    """
    begun = clock.now()
    db, workshop = services.get(Database), services.get(Workshop)
    build = partial(
        index.rebuild, db, workshop, lambda done, total: show("texts encoded", done, total)
    )
    with db.reading() as session:
        whole = whole or index.is_asked_for_all(session)
    try:
        name = build(now=begun, whole=whole)
        while not workshop.arrival().is_over:
            name = build(now=clock.now(), whole=False)
    except Busy as problem:
        if or_leave:
            say("another process is building the index; the worker brings these changes in next")
            return
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
