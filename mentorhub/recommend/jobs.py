"""What the worker does for this room."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.kit.fetching import Fetcher
from mentorhub.kit.jobs import Desk, Patience, Progress
from mentorhub.kit.services import Services
from mentorhub.recommend.actions import (
    catalogue,
    exposure,
    fetches,
    index,
    links,
    quality,
    saved,
    sources,
    uploads,
    visits,
    words,
)
from mentorhub.recommend.actions.bench import Bench
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.link_check import LinkWatch
from mentorhub.recommend.queries.imports import FETCH_JOB, IMPORT_JOB
from mentorhub.recommend.queries.links import AGAIN_JOB, CHECK_JOB
from mentorhub.recommend.queries.quality import RUN_JOB, TRIAL_JOB
from mentorhub.recommend.sources.xsd import Validation

TWICE = Patience(tries=2)  # somebody is waiting and can ask again


def register(desk: Desk) -> None:
    """Give the jobs of this room their handlers."""
    desk.register(catalogue.INDEX_JOB, rebuild_index)
    desk.register("index.go_on", go_on, every=timedelta(minutes=10))
    desk.register(IMPORT_JOB, import_offers)
    desk.register(FETCH_JOB, fetch_source, patience=TWICE)
    desk.register("sources.due", ask_due_sources, every=timedelta(minutes=5))
    desk.register("links.collect", collect_links, every=timedelta(hours=1))
    desk.register(CHECK_JOB, check_links, every=timedelta(minutes=5))
    desk.register(AGAIN_JOB, check_links, patience=TWICE)
    desk.register(RUN_JOB, measure_quality, patience=TWICE)
    desk.register(TRIAL_JOB, try_words, patience=TWICE)
    desk.register("offers.roll_starts", roll_starts, every=timedelta(hours=1))
    desk.register("exposure.forget", forget_exposure, every=timedelta(hours=12))
    desk.register("visits.sweep", sweep_visits, every=timedelta(minutes=5))


def rebuild_index(services: Services, payload: Mapping[str, Any], progress: Progress) -> None:
    """Publish a new generation of the search index; what did not change is taken over."""
    index.rebuild(
        services.get(Database),
        services.get(Workshop),
        lambda done, total: progress(done, total, "encoding"),
        now=clock.now(),
        whole=bool(payload.get("whole")),
    )
    go_on(services, payload, progress)


def go_on(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    """Ask for the next vectors where the index lacks some, also after a worker was killed."""
    index.go_on(services.get(Database), services.get(Workshop), now=clock.now())


def import_offers(services: Services, payload: Mapping[str, Any], progress: Progress) -> None:
    """Import the file that an editor sent."""
    uploads.carry_out(
        services.get(Database),
        int(payload["import"]),
        gazetteer=services.get(Gazetteer),
        xsd=services.get(Validation).xsd,
        progress=lambda done, total: progress(done, total, "lines"),
    )


def fetch_source(services: Services, payload: Mapping[str, Any], progress: Progress) -> None:
    """Fetch a catalogue from its source."""
    fetches.carry_out(
        fetches.Errand(
            db=services.get(Database),
            fetcher=services.get(Fetcher),
            cipher=services.get(Cipher),
            gazetteer=services.get(Gazetteer),
            clock=clock.now,
            xsd=services.get(Validation).xsd,
            progress=progress,
        ),
        int(payload["source"]),
        is_trial=bool(payload["trial"]),
        confirmed=int(payload["confirmed"]),
        by=payload.get("by"),
    )


def ask_due_sources(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    """Ask for the sources whose time has come, and forget how they were fetched long ago."""
    now = clock.now()
    with services.get(Database).writing() as session:
        sources.ask_due(session, now=now)
        sources.sweep(session, now=now)


def collect_links(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    """Take up the pages that offers lead to, where the operator lets them be looked at."""
    with services.get(Database).writing() as session:
        links.sweep(session, now=clock.now())
        if services.get(LinkWatch).checker:
            links.collect(session, today=clock.today())


def check_links(services: Services, payload: Mapping[str, Any], _progress: Progress) -> None:
    """Look whether pages are there: one that somebody asks for, else those whose time has come."""
    checker = services.get(LinkWatch).checker
    if checker:
        errand = links.Errand(services.get(Database), checker, clock.now)
        links.carry_out(errand, payload.get("link"))


def measure_quality(services: Services, payload: Mapping[str, Any], progress: Progress) -> None:
    """Ask every judged query of the index in use."""
    quality.carry_out(
        services.get(Database),
        Bench.of(services.get(Workshop), services.get(Gazetteer)),
        int(payload["run"]),
        today=clock.today(),
        clock=clock.now,
        progress=seldom(progress),
    )


def try_words(services: Services, payload: Mapping[str, Any], progress: Progress) -> None:
    """Compare the search as it is with what a change of the editors' words would make of it."""
    words.carry_out(
        services.get(Database),
        Bench.of(services.get(Workshop), services.get(Gazetteer)),
        int(payload["trial"]),
        today=clock.today(),
        progress=seldom(progress),
    )


def seldom(progress: Progress) -> Callable[[int, int], None]:
    """Return the same progress, told a hundred times at most: every time is a transaction."""

    def tell(done: int, total: int) -> None:
        if done == total or done % max(1, total // 100) == 0:
            progress(done, total, "queries")

    return tell


def roll_starts(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    """Move the relative starts of examples that have passed."""
    now = clock.now()
    with services.get(Database).writing() as session:
        catalogue.roll_relative_starts(session, today=clock.today(), now=now)


def forget_exposure(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    """Delete the sums of days that the page about neutrality no longer tells about."""
    with services.get(Database).writing() as session:
        exposure.forget(session, today=clock.today())


def sweep_visits(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    """Delete visitors' facts and lists, editors' files and trials, whose time is over."""
    now = clock.now()
    with services.get(Database).writing() as session:
        visits.sweep(session, now=now)
        saved.sweep(session, now=now)
        uploads.sweep(session, now=now)
        words.sweep(session, now=now)
