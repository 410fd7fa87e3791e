"""The browser's cookie holds a random token and nothing else; what it stands for stays here.

A visitor's token only carries the proof against forged forms, which is derived from it, so that
most visitors leave no row behind. Whoever signs in gets a new token. Notes belong to the sign-in in
which they were made, or to the visitor; whoever comes afterwards in the same browser has none.
"""

import base64
import hashlib
import hmac
import json
import logging
from datetime import datetime
from typing import Any, cast

from flask import Flask, Request, Response, g, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.datastructures import CallbackDict

from mentorhub.accounts.actions import signing_in
from mentorhub.accounts.models import SignIn
from mentorhub.accounts.models.signing_in import COARSE, LONGEST, VISIT
from mentorhub.accounts.personal_data import PersonalData
from mentorhub.accounts.queries import notes_of, open_sign_in
from mentorhub.kit import clock
from mentorhub.kit.crypto import new_token, token_hash
from mentorhub.kit.errors import Unavailable
from mentorhub.web import programs, ready
from mentorhub.web.context import db, service

log = logging.getLogger(__name__)

FORM_PROOF = "csrf_token"
TOKEN_LENGTH = 32
# Beside the notes stands the sign-in in which they were made; nothing stands there for a visitor.
OWNER = "#sign_in"
# What libraries put here and nobody reads: it would make a row for everybody.
IGNORED = frozenset({"fs_cc", "_id", "_user_id", "_fresh", "_remember", "_remember_seconds"})


class BrowserSession(CallbackDict[str, Any], SessionMixin):
    """The passing notes of one browser, and who is signed in there, if anybody."""

    def __init__(self, token: str, secret: str, notes: dict[str, Any] | None) -> None:
        super().__init__(notes or {}, on_update=_touched)
        self.token = token
        self.secret = secret
        self.modified = False
        self.is_handed_out = False
        self.is_lost = False
        self.had_notes = bool(notes)
        self.old_hashes: list[str] = []
        self.dropped: dict[str, Any] = {}
        self.sign_in: SignIn | None = None

    def rotate(self) -> None:
        """Take a new token, so that nobody who knew the old one comes along."""
        self.old_hashes.append(token_hash(self.token))
        self.token = new_token()
        self.modified = True
        self.is_handed_out = True
        g.pop(FORM_PROOF, None)

    def drop_notes(self, *, but: frozenset[str] = frozenset()) -> None:
        """Forget every note except these, and what rooms keep behind them."""
        for key in self.notes.keys() - but:
            self.dropped[key] = self.pop(key)

    def know(self, sign_in: SignIn) -> None:
        """Tell the libraries who is signed in and when that was proven last."""
        dict.__setitem__(self, "_user_id", sign_in.person.fs_uniquifier)
        dict.setdefault(self, "fs_paa", sign_in.started_at.timestamp())

    @property
    def notes(self) -> dict[str, Any]:
        """What has to be kept."""
        return {key: value for key, value in self.items() if key not in IGNORED}

    def __contains__(self, key: object) -> bool:
        return key == FORM_PROOF or super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        if key != FORM_PROOF:
            return super().__getitem__(key)
        self.is_handed_out = True
        seal = hmac.new(self.secret.encode(), f"form:{self.token}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(seal.digest()).decode()


class ServerSide(SessionInterface):
    """Opens and keeps ``BrowserSession``; ``secret`` seals the proof in forms."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Return what the cookie stands for, a fresh session if it stands for nothing.

        Where the database cannot be asked, the frame answers with ``g.fault``.
        """
        token = request.cookies.get(self.get_cookie_name(app), "")
        nobody = request.path in ready.PATHS or programs.is_path(request.path)
        if len(token) != TOKEN_LENGTH or nobody:
            return BrowserSession(new_token(), self.secret, None)
        try:
            return self._find(token)
        except SQLAlchemyError as problem:
            log.error("no session could be opened", exc_info=problem)
            g.fault = Unavailable("sessions")
            return self._lose()

    def _find(self, token: str) -> BrowserSession:
        now, hashed = clock.now(), token_hash(token)
        with db.reading() as session:
            notes = notes_of(session, hashed, now) or {}
            owner = notes.pop(OWNER, None)
            opened = BrowserSession(token, self.secret, notes)
            opened.is_handed_out = True
            opened.sign_in = open_sign_in(session, hashed, now)
        if owner != (opened.sign_in.id if opened.sign_in else None):
            opened.drop_notes()
        if opened.sign_in:
            opened.know(opened.sign_in)
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the notes if they changed and hand out the token if it is new."""
        kept = cast(BrowserSession, session)
        if kept.is_lost:
            return
        now = clock.now()
        if _must_write(kept, now):
            with db.writing() as writing:
                _write(kept, writing, now)
        name = self.get_cookie_name(app)
        needed = kept.is_handed_out or bool(kept.notes)
        if needed and request.cookies.get(name) != kept.token:
            response.set_cookie(
                name,
                kept.token,
                httponly=True,
                samesite="Lax",
                secure=self.get_cookie_secure(app),
                path="/",
            )

    def _lose(self) -> BrowserSession:
        """Return a session that is neither kept nor handed out: the browser keeps its cookie."""
        lost = BrowserSession(new_token(), self.secret, None)
        lost.is_lost = True
        return lost


def _touched(session: "CallbackDict[str, Any]") -> None:
    cast(BrowserSession, session).modified = True


def _must_write(kept: BrowserSession, now: datetime) -> bool:
    unseen = kept.sign_in is not None and now - kept.sign_in.seen_at > COARSE
    changed = kept.modified and (kept.had_notes or bool(kept.notes))
    return unseen or changed or bool(kept.old_hashes and kept.had_notes)


def _write(kept: BrowserSession, session: Session, now: datetime) -> None:
    for hashed in kept.old_hashes:
        signing_in.forget_notes(session, hashed)
    service(PersonalData).forget_notes(session, kept.dropped)
    lasts = LONGEST if kept.sign_in else VISIT
    plain = json.loads(json.dumps(kept.notes, default=str))
    if plain and kept.sign_in:
        plain[OWNER] = kept.sign_in.id
    signing_in.keep_notes(session, token_hash(kept.token), plain, expires_at=now + lasts)
    if kept.sign_in:
        signing_in.see(session, kept.sign_in.id, now)
