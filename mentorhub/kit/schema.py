"""Brings a database to the shape that the code expects, and says whether it has it."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from mentorhub.kit.db import Base, Database
from mentorhub.kit.errors import Unavailable

STEPS = Path(__file__).parent / "migrations"


class NewerDatabase(Unavailable):
    """The database has seen steps that this version does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database was made by a newer version of MentorHub (step {revision}): "
            "start that version, or restore a backup from before"
        )


def upgrade(db: Database, to: str = "head") -> None:
    """Run every step up to ``to`` that this database has not seen yet.

    Raises:
        NewerDatabase: its last step is unknown here.
    """
    known = {step.revision for step in ScriptDirectory(str(STEPS)).walk_revisions()}
    with db.engine.connect() as connection:
        for revision in MigrationContext.configure(connection).get_current_heads():
            if revision not in known:
                raise NewerDatabase(revision)
    with db.engine.begin() as connection:
        command.upgrade(_config(connection), to)


def write_step(db: Database, message: str) -> None:
    """Write a new step from the difference between the tables and the models."""
    number = len(list(ScriptDirectory(str(STEPS)).walk_revisions())) + 1
    with db.engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04d}")


def is_current(db: Database) -> bool:
    """Return whether the database has seen every step; never waits for somebody who writes."""
    head = ScriptDirectory(str(STEPS)).get_current_head()
    with db.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() == head


def differences(db: Database) -> list[object]:
    """Return what the steps left different from the models; empty if nothing."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
