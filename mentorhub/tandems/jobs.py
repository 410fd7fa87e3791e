"""What the worker does for this room: reminding, finding desks, rules, deleting what is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Desk, Progress
from mentorhub.kit.services import Services
from mentorhub.recommend.actions.funding import RULE_JOB
from mentorhub.tandems.actions import cases, erasure, requests, rule_changes

SWEEP = "tandems.sweep"


class Chore(Protocol):
    """One part of the sweep, in a transaction of its own; returns how much it did."""

    def __call__(self, session: Session, *, now: datetime) -> int:
        """Do it."""


CHORES: tuple[Chore, ...] = (
    cases.give_back_stranded,
    requests.find_desks,
    requests.remind,
    erasure.expire_waiting,
    cases.end_silent,
    erasure.expire_cases,
)


def register(desk: Desk) -> None:
    """Give the jobs of this room their handlers."""
    desk.register(SWEEP, sweep, every=timedelta(hours=6))
    desk.register(RULE_JOB, tell_rule_change)


def tell_rule_change(services: Services, payload: Mapping[str, Any], _progress: Progress) -> None:
    """Tell the cases that have next steps by a rule that it says something else now."""
    with services.get(Database).writing() as session:
        rule_changes.tell(
            session,
            services.get(Cipher),
            str(payload["instrument"]),
            int(payload["version"]),
            now=clock.now(),
        )


def sweep(services: Services, _payload: Mapping[str, Any], progress: Progress) -> None:
    """Give back, route, remind and erase what is due; a second time in a row does nothing."""
    now = clock.now()
    for done, chore in enumerate(CHORES, 1):
        with services.get(Database).writing() as session:
            chore(session, now=now)
        progress(done, len(CHORES))
