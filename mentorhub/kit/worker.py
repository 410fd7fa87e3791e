"""Huey carries the message "there is work" to the worker; the rows say which."""

import logging
from pathlib import Path
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from sqlalchemy import URL

from mentorhub.kit.jobs import Desk

log = logging.getLogger(__name__)


class HueyMessenger:
    """Wakes the worker through Huey; a lost message is made good by the sweep."""

    def __init__(self, huey: Huey) -> None:
        self.huey = huey
        self._desk: Desk | None = None
        self._task: Any = huey.task(name="run_due")(self._run_due)
        huey.periodic_task(crontab(minute="*"), name="sweep")(self._sweep)

    def nudge(self) -> None:
        """Leave one message; the deed is safe already, so a full queue only delays it."""
        try:
            self._task()
        except Exception:
            log.exception("the worker could not be woken; the sweep will find the job")

    def consume(self, desk: Desk) -> None:
        """Work until SIGINT or SIGTERM; first what an earlier worker left behind."""
        self._desk = desk
        self._sweep()
        Consumer(self.huey, workers=1, periodic=True, max_delay=1.0).run()

    def _run_due(self) -> None:
        if self._desk:
            self._desk.run_due()

    def _sweep(self) -> None:
        if self._desk:
            self._desk.ask_periodic()
            self._desk.run_due()


def open_huey(database: URL, folder: Path) -> Huey:
    """Return the queue: in PostgreSQL beside the tables, otherwise in a file of its own."""
    if database.get_backend_name() == "sqlite":
        folder.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(name="mentorhub", filename=str(folder / "queue.db"))
    dsn = database.set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey(name="mentorhub", dsn=dsn)
