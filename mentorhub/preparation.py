"""Brings an installation to where it can serve: tables, places, content, demo, index."""

from collections.abc import Callable

from mentorhub.accounts import demo as accounts_demo
from mentorhub.config import Settings
from mentorhub.kit import clock, jobs, schema
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend import commands as recommend_commands
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.actions.index import Workshop
from mentorhub.tandems import demo as tandems_demo

Say = Callable[[str], object]


def prepare(services: Services, settings: Settings, say: Say) -> None:
    """Do what is missing and say it; a second time does nothing and takes a moment.

    Raises:
        ValueError: a file of ``content/`` is wrong; it is named.
    """
    db = services.get(Database)
    if not schema.is_current(db):
        say("Bringing the database up to date")
        schema.upgrade(db)
    recommend_commands.load(services, say)
    now = clock.now()
    with db.writing() as session:
        catalogue.roll_relative_starts(session, today=clock.today(), now=now)
        if settings.demo:
            accounts_demo.load_demo(session, now)
            tandems_demo.load(session, services.get(Cipher), now)
    _index(services, say)


def sign_ins(settings: Settings) -> list[str]:
    """Return the lines that tell the demo sign-ins; none outside demo mode."""
    if not settings.demo:
        return []
    return [f"{one.email:26} {one.password:24} {one.role.value}" for one in accounts_demo.SIGN_INS]


def _index(services: Services, say: Say) -> None:
    workshop = services.get(Workshop)
    with services.get(Database).reading() as session:
        waiting = jobs.is_waiting(session, catalogue.INDEX_JOB)
    if waiting or not workshop.has_whole_index():
        say("Building the search index")
        recommend_commands.rebuild(services)
