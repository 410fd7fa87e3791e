"""What the worker does for this room."""

from collections.abc import Hashable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from mentorhub.accounts import tables
from mentorhub.accounts.actions import imports, signing_in
from mentorhub.accounts.actions.imports import COLUMNS, TAKE_OVER, Hand, Table
from mentorhub.accounts.models import Upload
from mentorhub.accounts.policy import programme_admin
from mentorhub.accounts.queries import person_by_id, upload_by_id
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Desk, Progress
from mentorhub.kit.services import Services

TIDY = "accounts.tidy"
# A transaction of so many lines makes other writers wait for a moment only.
CHUNK = 50


def register(desk: Desk) -> None:
    """Name the jobs of this room."""
    desk.register(TIDY, tidy, every=timedelta(hours=6))
    desk.register(TAKE_OVER, take_over)


def tidy(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    """Throw away old sessions, failures and uploads."""
    with services.get(Database).writing() as session:
        signing_in.tidy(session, clock.now())


def take_over(services: Services, payload: Mapping[str, Any], progress: Progress) -> None:
    """Take a table over, some lines at a time; beginning again does no harm."""
    db, upload_id = services.get(Database), int(payload["upload_id"])
    with db.reading() as session:
        upload = upload_by_id(session, upload_id)
        if upload is None or not upload.text:
            return
    rows, seen = tables.read(upload.text, COLUMNS[Table(upload.kind)]), set[Hashable]()
    for begin in range(0, len(rows), CHUNK):
        chunk = rows[begin : begin + CHUNK]
        with db.writing() as session:
            hand = _hand(session, upload, str(payload["base_url"]))
            imports.take_lines(session, upload, chunk, hand, seen)
        progress(begin + len(chunk), len(rows))
    with db.writing() as session:
        imports.finish(session, upload_id, now=clock.now())


def _hand(session: Session, upload: Upload, base_url: str) -> Hand:
    """Return who takes it over; they must still be allowed to."""
    assert upload.taking
    by = programme_admin(person_by_id(session, upload.taking.by_id))
    return Hand(by=by, now=clock.now(), base_url=base_url, sends_mail=upload.taking.sends_mail)
