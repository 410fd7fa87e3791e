"""What the worker does for this room."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mentorhub.accounts.actions import signing_in
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Desk, Progress
from mentorhub.kit.services import Services

TIDY = "accounts.tidy"


def register(desk: Desk) -> None:
    """Name the jobs of this room."""
    desk.register(TIDY, tidy, every=timedelta(hours=6))


def tidy(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    """Throw away old sessions, failures and uploads."""
    with services.get(Database).writing() as session:
        signing_in.tidy(session, clock.now())
