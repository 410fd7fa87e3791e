"""Brings an installation to where it can serve: tables, places, content, demo, index."""

from collections.abc import Callable

from mentorhub.accounts import demo as accounts_demo
from mentorhub.config import Settings
from mentorhub.courses import cohort_demo
from mentorhub.courses import commands as courses_commands
from mentorhub.courses import demo as courses_demo
from mentorhub.kit import clock, jobs, schema
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Refused
from mentorhub.kit.services import Services
from mentorhub.recommend import commands as recommend_commands
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.actions.index import Workshop
from mentorhub.tandems import demo as tandems_demo

Say = Callable[[str], object]
CONTENT_PROBLEMS = (*recommend_commands.CONTENT_PROBLEMS, *courses_commands.CONTENT_PROBLEMS)


class DemoLeft(Refused):
    """Everybody knows how to sign in to this database."""

    def __init__(self) -> None:
        super().__init__(
            "MENTORHUB_DATABASE_URL names a database with demo accounts, whose password is "
            "published. Switch them off with `mentorhub leave-demo`, or use another database."
        )


def prepare(services: Services, settings: Settings, say: Say) -> None:
    """Do what is missing and say it; a second time does nothing and takes a moment.

    Raises:
        ValueError: a file of ``content/`` is wrong; it is named.
        DemoLeft: see ``refuse_demo_accounts``.
    """
    db = services.get(Database)
    if not schema.is_current(db):
        say("Bringing the database up to date")
        schema.upgrade(db)
    refuse_demo_accounts(services, settings)
    load_content(services, say)
    now = clock.now()
    with db.writing() as session:
        catalogue.roll_relative_starts(session, today=clock.today(), now=now)
        if settings.demo:
            accounts_demo.load_demo(session, now)
            tandems_demo.load(session, services.get(Cipher), now)
            courses_demo.load(session, services.get(Cipher), now)
            cohort_demo.load(session, services.get(Cipher), now)
        else:
            accounts_demo.sign_out(session, now)
    _index(services, say)


def load_content(services: Services, say: Say) -> None:
    """Bring everything that editors wrote in, of all rooms or of none, and say what changed.

    Raises:
        CONTENT_PROBLEMS: a file of ``content/`` is wrong; it is named.
    """
    material = courses_commands.read(services)
    recommend_commands.load(
        services, say, beside=lambda session: courses_commands.load(session, material)
    )


def refuse_demo_accounts(services: Services, settings: Settings) -> None:
    """Return if no real people would be served beside demo accounts.

    Raises:
        DemoLeft: this is production, and the database was filled in demo mode.
    """
    db = services.get(Database)
    if not settings.is_production or not schema.is_current(db):
        return
    with db.reading() as session:
        if accounts_demo.switched_on(session):
            raise DemoLeft


def leave_demo(services: Services) -> int:
    """Switch the demo accounts off, take their requests back; return how many accounts it were."""
    now = clock.now()
    with services.get(Database).writing() as session:
        count = accounts_demo.switch_off(session, now)
        tandems_demo.withdraw(session, now)
        return count


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
