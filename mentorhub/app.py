"""Builds an application out of settings: the only place where everything is wired together."""

import contextlib
import logging
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import text

from mentorhub.accounts import jobs as accounts_jobs
from mentorhub.accounts import security
from mentorhub.accounts import views as accounts_views
from mentorhub.accounts.models import Role
from mentorhub.accounts.personal_data import PersonalData
from mentorhub.assist.budget import Budget
from mentorhub.assist.chat import Writer
from mentorhub.assist.drafting import Drafter
from mentorhub.assist.encoder import NONE as NO_ENCODER
from mentorhub.assist.encoder import BackgroundEncoder
from mentorhub.assist.encoder import load as load_encoder
from mentorhub.assist.listening import Listener
from mentorhub.config import (
    IN_DATABASE,
    ROOT,
    Settings,
    chat_model_of,
    from_environment,
    issuer_of,
    operator_of,
    terms_of,
)
from mentorhub.courses import jobs as courses_jobs
from mentorhub.courses import views as courses_views
from mentorhub.courses.actions import deleting
from mentorhub.courses.actions.personal import forget as forget_learner
from mentorhub.courses.actions.signing import Notary
from mentorhub.courses.actions.unpacking import PackageFolder
from mentorhub.courses.asking import Pieces
from mentorhub.courses.certificate.proof import Contexts
from mentorhub.courses.package_origin import PackageOrigin
from mentorhub.courses.packages.archive import MEGABYTE
from mentorhub.courses.packages.archive import Limits as PackageLimits
from mentorhub.courses.queries import cohort_personal, discussing, drafts, refreshing
from mentorhub.courses.queries import personal as courses_personal
from mentorhub.courses.tutor import Tutor
from mentorhub.courses.views import package_host
from mentorhub.kit import clock, logs, mail, schema
from mentorhub.kit.content import ContentFolder
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Unavailable
from mentorhub.kit.fetching import Fetcher, Limits
from mentorhub.kit.jobs import Desk, Progress
from mentorhub.kit.mail import Carrier, FolderCarrier, SmtpCarrier
from mentorhub.kit.reach import Reach
from mentorhub.kit.services import Services
from mentorhub.kit.tallies import Tallies
from mentorhub.kit.worker import HueyMessenger, open_huey
from mentorhub.recommend import glossary, occupations, places, sayings
from mentorhub.recommend import jobs as recommend_jobs
from mentorhub.recommend import views as recommend_views
from mentorhub.recommend.actions import exposure, saved, visits
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.actions.shared_index import SharedDatabase
from mentorhub.recommend.career import CareerWords
from mentorhub.recommend.engine.bridge import Bridge
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.exchange import Exchange, SharedFolder
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.text import grams, pieces, topic_words
from mentorhub.recommend.engine.vectors import Encoder, use_threads
from mentorhub.recommend.evaluation import EngineMaker
from mentorhub.recommend.exposure import Counts, Exposure
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.freshness import SourceBook
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.glossary import Glossary
from mentorhub.recommend.guide import Guide
from mentorhub.recommend.library import CurrentGlossary, Library
from mentorhub.recommend.link_check import LIMITS as LINK_LIMITS
from mentorhub.recommend.link_check import NAME as AGENT
from mentorhub.recommend.link_check import LinkChecker, LinkWatch
from mentorhub.recommend.occupations import Occupations
from mentorhub.recommend.places import PlaceRow
from mentorhub.recommend.queries import content
from mentorhub.recommend.queries import saved as saved_queries
from mentorhub.recommend.sayings import Sayings
from mentorhub.recommend.sources.xsd import Validation, Xsd
from mentorhub.recommend.views import keeping, visit
from mentorhub.tandems import jobs as tandems_jobs
from mentorhub.tandems import views as tandems_views
from mentorhub.tandems.actions import cases
from mentorhub.tandems.queries import mentors
from mentorhub.web import frame, navigation, ready, today, vendor
from mentorhub.web.context import EXTENSION
from mentorhub.web.mailer import Mailer

log = logging.getLogger(__name__)

ROOMS = (accounts_views, courses_views, recommend_views, tandems_views)

LISTEN_SECONDS = 8.0  # somebody waits for the next question meanwhile
EncoderSource = Callable[[], Encoder | None]


def build_services(
    settings: Settings,
    *,
    database: Database | None = None,
    encoder: EncoderSource | None = None,
    carrier: Carrier | None = None,
) -> Services:
    """Return everything that commands, worker and pages run on; what is not asked for stays shut.

    ``database``, ``encoder`` and ``carrier`` replace the real ones, in tests and measurements.
    """
    services = Services()
    db = database or Database(settings.database_url, pool_size=settings.threads + 1)
    services.put(db)
    services.put(Cipher(secret_key(settings), *settings.old_secret_keys))
    services.put(Desk(services, clock.now))
    messenger = HueyMessenger(open_huey(db.url, settings.var))
    services.put(messenger)
    db.attach(messenger=messenger)
    services.put_recipe(Tallies, partial(Tallies, db.url, settings.var))
    services.put(_personal_data(services.get(Cipher)))
    services.put(ContentFolder(settings.content))
    services.put(terms_of(settings))
    contexts = Contexts(vendor.VENDOR / "contexts")
    services.put(Notary(services.get(Cipher), issuer_of(settings), contexts))
    services.put(_fetcher(settings))
    services.put(LinkWatch(_link_checker(settings)))
    services.put(SourceBook(db))
    services.put(Validation(Xsd(settings.qcat_xsd) if settings.qcat_xsd else None))
    services.put(Exposure(partial(_keep_exposure, db)))
    services.put(PackageOrigin(settings.package_origin))
    services.put(PackageFolder(db, settings.var / "packages", _package_limits(settings)))
    services.put(carrier or _carrier(settings), kind=Carrier)
    services.put_recipe(Gazetteer, partial(_gazetteer, services, settings.land))
    services.put(Library(db))
    services.put_changing(FundingBook, lambda: services.get(Library).edition().book)
    services.put_changing(Glossary, partial(_glossary, services))
    services.put_changing(Sayings, partial(_sayings, services))
    services.put_changing(Occupations, lambda: services.get(Library).edition().occupations)
    source = encoder or _Loaded(settings)
    shelf = Shelf(settings.var / "search")
    cache = VectorCache(settings.var / "vectors.db")
    services.put(Workshop(shelf, cache, source, _exchange(settings, shelf, db, source)))
    services.put(_tutor(settings, source))
    services.put_recipe(SearchEngine, partial(_engine, services))
    services.put_changing(Finder, partial(_finder, services))
    services.put_changing(Guide, partial(_guide, services))
    if settings.chat_url:
        _put_chat_model(services, settings)
    services.put_recipe(EngineMaker, partial(_engine_maker, services))
    return services


def _tutor(settings: Settings, encoder: EncoderSource) -> Tutor:
    """Return who answers from courses, with the search's own ways of comparing words."""
    cache = VectorCache(settings.var / "course-vectors.db")
    return Tutor(encoder, cache.vectors, Pieces(topic_words, grams, pieces))


def _package_limits(settings: Settings) -> PackageLimits:
    return PackageLimits(
        packed=settings.package_megabytes * MEGABYTE,
        unpacked=settings.package_unpacked_megabytes * MEGABYTE,
    )


def _exchange(
    settings: Settings, shelf: Shelf, db: Database, encoder: EncoderSource
) -> Exchange | None:
    """Return what brings the index from machine to machine, None where there is only this one."""
    where = settings.shared_index
    if where is None:
        return None

    def speaks() -> str | None:
        ours = encoder()
        return ours.name if ours else None

    shared = SharedDatabase(db, clock.now) if where == IN_DATABASE else SharedFolder(where)
    return Exchange(shelf, shared, None if settings.encoder == NO_ENCODER else speaks)


def create_app(
    settings: Settings,
    *,
    services: Services | None = None,
    encoder: EncoderSource | None = None,
    **doubles: Any,
) -> Flask:
    """Return the application with all rooms.

    Without an ``encoder`` one is loaded in the background, so the process answers at once, with
    words only until it is there.
    """
    background = None
    if services is None:
        background = BackgroundEncoder(partial(_load_small_encoder, settings))
        services = build_services(settings, encoder=encoder or background.ready, **doubles)
    app = Flask("mentorhub", static_folder=None)
    app.config.update(SECRET_KEY=secret_key(settings), TESTING=settings.env == "test")
    app.extensions[EXTENSION] = services
    frame.init(
        app,
        base_url=settings.base_url,
        proxies=settings.proxies,
        operator=operator_of(settings),
        chat_model=chat_model_of(settings),
        beside=_packages_beside(services, settings),
    )
    security.init(
        app,
        services,
        secret_key=secret_key(settings),
        base_url=settings.base_url,
        old_secret_keys=settings.old_secret_keys,
        second_factor_roles=settings.second_factor_roles,
        demo_mode=settings.demo,
    )
    today.init(app)
    everybody = frozenset(role.value for role in Role)
    navigation.register(app, [navigation.Place("today.show", lazy_gettext("Today"), everybody, 5)])
    for room in ROOMS:
        for blueprint in room.BLUEPRINTS:
            app.register_blueprint(blueprint)
        navigation.register(app, room.PLACES)
        today.register(app, room.TODAY)
    _register_jobs(services, app, settings)
    _register_checks(app, services, settings)
    if background and encoder is None:
        background.start()
    return app


def _packages_beside(
    services: Services, settings: Settings
) -> Callable[[WSGIApplication], WSGIApplication] | None:
    """Return what answers under the host name of packages, None where there is no such name."""
    if not settings.package_origin:
        return None
    return package_host.beside(services, base_url=settings.base_url, origin=settings.package_origin)


def wsgi() -> Flask:
    """Return the application of this environment, for a WSGI server."""
    settings = from_environment()
    logs.set_up(settings.log_level)
    app = create_app(settings)
    services: Services = app.extensions[EXTENSION]
    services.get(Exposure).start()
    if settings.chat_url:
        _warm_up_chat()
    return app


def _warm_up_chat() -> None:
    """Import what a chat model needs beside the first requests, so that none waits for it."""
    from mentorhub.assist.openai_line import load_library

    Thread(target=load_library, daemon=True).start()


def secret_key(settings: Settings) -> str:
    """Return the operator's secret, or one of this installation's own, made at first use."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.var / "secret.key"
    if not path.exists():
        settings.var.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text()


class _Loaded:
    """Loads the encoder at first use and keeps it; None where there is none."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._found: list[Encoder | None] = []

    def __call__(self) -> Encoder | None:
        if not self._found:
            self._found.append(self._load())
        return self._found[0]

    def _load(self) -> Encoder | None:
        try:
            return _load_encoder(self._settings)
        except Unavailable as problem:
            log.warning("no sentence encoder: the search goes by words only (%s)", problem)
            return None


def _load_encoder(settings: Settings) -> Encoder:
    """Return the encoder for commands and the worker, which may use every core and torch."""
    return load_encoder(settings.encoder, _models(settings), os.cpu_count() or 1)


def _load_small_encoder(settings: Settings) -> Encoder:
    """Return the encoder for a web worker: one thread, and never torch."""
    return load_encoder(settings.encoder, _models(settings), allow_torch=False)


def _models(settings: Settings) -> Path:
    """Return where the built-in model lies: with the installation's data, or where set-up puts it.

    Set-up builds it once for every ``var`` that is used with this code.
    """
    own = settings.var / "models"
    return own if own.is_dir() else ROOT / "var" / "models"


def _gazetteer(services: Services, land: str) -> Gazetteer:
    """Return the places of the database, before it is prepared those that it would get."""
    db = services.get(Database)
    rows: list[PlaceRow] = []
    if schema.is_current(db):
        with db.reading() as session:
            rows = places.all_rows(session)
    return Gazetteer(rows or places.rows_from_packages(), home=land)


def _glossary(services: Services) -> Glossary:
    """Return the glossary that was loaded, before there is one that of the folder."""
    if schema.is_current(services.get(Database)):
        return services.get(Library).edition().glossary
    return glossary.load(services.get(ContentFolder).path / "glossary")


def _sayings(services: Services) -> Sayings:
    """Return the sayings that were loaded, before there are any those of the folder."""
    db = services.get(Database)
    if schema.is_current(db):
        with db.reading() as session:
            return content.sayings_now(session)
    return sayings.load(services.get(ContentFolder).path / "sayings")


def _occupations(services: Services) -> Occupations:
    """Return the occupations that were loaded, before there are any those of the folder."""
    if schema.is_current(services.get(Database)):
        return services.get(Occupations)
    return occupations.load(services.get(ContentFolder).path / "occupations")


def _engine(services: Services) -> SearchEngine:
    use_threads(1)
    workshop = services.get(Workshop)
    return SearchEngine(
        Live(workshop.shelf, exchange=workshop.exchange),
        workshop.encoder,
        services.get(Gazetteer),
        synonyms=CurrentGlossary(services.get(Library)),
    )


def _finder(services: Services) -> Finder:
    return Finder(services.get(SearchEngine), services.get(FundingBook))


def _put_chat_model(services: Services, settings: Settings) -> None:
    """Offer the chat model that the operator chose, held to its budget."""
    from mentorhub.assist.openai_chat import OpenAIWriter
    from mentorhub.assist.openai_drafter import OpenAIDrafter
    from mentorhub.assist.openai_line import Endpoint
    from mentorhub.assist.openai_listener import OpenAIListener
    from mentorhub.assist.seats import Seats

    budget = Budget(
        lambda: services.get(Tallies),
        a_talk=settings.chat_tokens_a_talk,
        a_day=settings.chat_tokens_a_day,
        now=clock.now,
    )
    endpoint = Endpoint(
        url=settings.chat_url,
        model=settings.chat_model,
        key=settings.chat_key,
        spend=budget.spend,
        failed=budget.failed,
        slow=budget.slow,
        seats=Seats.beside(settings.threads),
        seconds=float(settings.chat_seconds),
        tokens=settings.chat_tokens,
    )
    services.put(budget)
    services.put(OpenAIWriter(endpoint), kind=Writer)
    services.put(OpenAIDrafter(endpoint), kind=Drafter)
    listening = replace(endpoint, seconds=min(endpoint.seconds, LISTEN_SECONDS))
    services.put(OpenAIListener(listening), kind=Listener)


def _guide(services: Services) -> Guide:
    return Guide(services.get(Finder), services.get(Gazetteer))


def _engine_maker(services: Services) -> EngineMaker:
    gazetteer = services.get(Gazetteer)
    words = CareerWords(services.get(Glossary), _occupations(services))
    subjects = services.get(Sayings).subjects
    cache = services.get(Workshop).cache

    def make(documents: Sequence[Document], encoder: Encoder | None, folder: Path) -> SearchEngine:
        bridge = Bridge.of(subjects, encoder, cache) if encoder and subjects else None
        return SearchEngine.of_documents(
            documents, encoder, folder, gazetteer, synonyms=words, bridge=bridge
        )

    return EngineMaker(make)


def _personal_data(cipher: Cipher) -> PersonalData:
    """Return what each room hands over on request, and what it forgets and when."""
    rooms = PersonalData()
    rooms.add("saved_offers", saved_queries.export_for, saved.forget)
    rooms.add("counselling", mentors.export_for, cases.forget_mentor)
    rooms.add("learning", partial(courses_personal.export_for, cipher), forget_learner)
    rooms.add(
        "certificates",
        partial(courses_personal.certificates_for, cipher),
        deleting.forget,
        loses=courses_views.loses_certificates,
    )
    rooms.add("discussions", discussing.export_for)
    rooms.add("refreshers", refreshing.export_for)
    rooms.add("groups", cohort_personal.export_for)
    rooms.add("drafts", drafts.export_for)
    rooms.add_note(visit.COOKIE, visits.forget)
    rooms.add_note(keeping.COOKIE, visits.forget_talk)
    return rooms


def _keep_exposure(db: Database, counts: Counts) -> None:
    with db.writing() as session:
        exposure.add(session, counts)


def _fetcher(settings: Settings) -> Fetcher:
    """Return who asks addresses outside, within the operator's limits."""
    return Fetcher(
        _agent(settings),
        Reach(settings.fetch_hosts),
        Limits(settings.fetch_megabytes * 1_000_000, float(settings.fetch_seconds)),
    )


def _link_checker(settings: Settings) -> LinkChecker | None:
    """Return who looks whether links lead anywhere, None where the operator has not allowed it."""
    if not settings.link_days:
        return None
    fetcher = Fetcher(_agent(settings), Reach(settings.fetch_hosts, in_the_open=True), LINK_LIMITS)
    return LinkChecker(fetcher, timedelta(days=settings.link_days))


def _agent(settings: Settings) -> str:
    """Return what we call ourselves when we ask others, with an address to complain to."""
    return f"{AGENT} (+{settings.base_url})"


def _carrier(settings: Settings) -> Carrier:
    if settings.mail_url:
        return SmtpCarrier(settings.mail_url, settings.mail_from)
    return FolderCarrier(settings.var / "mail", settings.mail_from)


def _register_jobs(services: Services, app: Flask, settings: Settings) -> None:
    desk = services.get(Desk)
    render = Mailer(app, settings.base_url)

    def send(services: Services, payload: Mapping[str, Any], _progress: Progress) -> None:
        db, carrier = services.get(Database), services.get(Carrier)
        mail.send(db, carrier, render, int(payload["mail_id"]), clock.now())

    desk.register(mail.SEND_JOB, send, patience=mail.PATIENCE)
    desk.register(mail.TIDY_JOB, _tidy_mail, every=timedelta(hours=6))
    for room in (accounts_jobs, courses_jobs, recommend_jobs, tandems_jobs):
        room.register(desk)


def _tidy_mail(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    with services.get(Database).writing() as session:
        mail.tidy(session, clock.now())


def _register_checks(app: Flask, services: Services, settings: Settings) -> None:
    ready.register(app, "database", partial(_check_database, services))
    ready.register(app, "migrations", partial(_check_migrations, services))
    ready.register(app, "content", partial(_check_content, services))
    ready.register(app, "index", partial(_check_index, services))
    if settings.encoder != "none":
        ready.register(app, "encoder", partial(_check_encoder, services))


def _check_database(services: Services) -> None:
    with services.get(Database).reading() as session:
        session.execute(text("SELECT 1"))


def _check_migrations(services: Services) -> None:
    if not schema.is_current(services.get(Database)):
        raise ready.NotReady("the database is older or newer than the code")


def _check_content(services: Services) -> None:
    services.get(Library).edition()


def _check_index(services: Services) -> None:
    if not services.get(Workshop).has_index():
        raise ready.NotReady("no search index has been built by this version")


def _check_encoder(services: Services) -> None:
    if services.get(Workshop).encoder() is None:
        raise ready.NotReady("the sentence encoder is not loaded; search goes by words")
