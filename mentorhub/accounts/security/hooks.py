"""What happens on our side when Flask-Security says that something happened."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from flask import Flask, request, session
from flask_login import user_logged_out
from flask_security import (
    change_email_confirmed,
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    wan_deleted,
    wan_registered,
)
from sqlalchemy.orm import Session

from mentorhub.accounts import devices
from mentorhub.accounts.actions import people, signing_in
from mentorhub.accounts.models import Person, WhyEnded
from mentorhub.accounts.security.datastore import RequestSession, real
from mentorhub.accounts.security.forms import Guard
from mentorhub.accounts.security.sessions import BrowserSession
from mentorhub.kit import audit, clock
from mentorhub.kit.crypto import token_hash
from mentorhub.kit.errors import Denied

FLASHES = "_flashes"
# What goes on when a visitor signs in: messages, and the list of saved offers, which the room
# of the offers hands over to the person.
KEPT_AT_SIGN_IN = frozenset({FLASHES, "saved"})
KEPT_AT_SIGN_OUT = frozenset({FLASHES})


class Hooks:
    """Answers signals on the session of the request."""

    def __init__(self, requests: RequestSession) -> None:
        self.requests = requests

    def connect(self, app: Flask) -> None:
        """Listen to what happens in this application."""
        answers: list[tuple[Any, Callable[..., None]]] = [
            (user_authenticated, self.signed_in),
            (user_logged_out, self.signed_out),
            (password_changed, self.password_changed),
            (password_reset, self.password_reset),
            (change_email_confirmed, self.email_changed),
            (tf_profile_changed, self.code_set_up),
            (tf_disabled, self.code_removed),
            (wan_registered, self.passkey_set_up),
            (wan_deleted, self.passkey_removed),
        ]
        for signal, answer in answers:
            signal.connect(answer, app)

    def signed_in(self, _app: Flask, user: Person, authn_via: list[str] | None, **_: Any) -> None:
        """Begin a sign-in under a new token; the second step was taken or it was a passkey."""
        if not user.active:
            raise Denied
        browser, was = _browser(), _browser().sign_in
        took_second_step = browser.get("tf_user_id") == user.fs_uniquifier
        is_strong = took_second_step or authn_via == ["webauthn"]
        if was:
            is_strong = is_strong or (authn_via == ["change"] and was.is_strong)
            signing_in.end(self._session, was.id, why=WhyEnded.signed_out, now=self._now)
        browser.pop("_remember", None)  # nobody stays signed in by a second cookie
        browser.drop_notes(but=KEPT_AT_SIGN_IN)
        browser.rotate()
        browser.sign_in = signing_in.begin(
            self._session,
            user.id,
            token_hash=token_hash(browser.token),
            device=devices.label(request.user_agent.string),
            is_strong=is_strong,
            now=self._now,
        )

    def signed_out(self, _app: Flask, **_: Any) -> None:
        """End the sign-in of this browser and take a new token."""
        browser = _browser()
        if browser.sign_in:
            why, sign_in_id = WhyEnded.signed_out, browser.sign_in.id
            signing_in.end(self._session, sign_in_id, why=why, now=self._now)
            browser.sign_in = None
        browser.drop_notes(but=KEPT_AT_SIGN_OUT)
        browser.rotate()

    def password_changed(self, _app: Flask, user: Person, **_: Any) -> None:
        """End all other sign-ins."""
        here = _browser().sign_in
        self._end_all(user, but=here.id if here else None)
        self._note("person.password_changed", user)

    def password_reset(self, _app: Flask, user: Person, **_: Any) -> None:
        """End all sign-ins; whoever guessed the old password locks nobody out of the new one."""
        self._end_all(user, but=None)
        Guard("password", user.email).passed()
        Guard("again", str(user.id)).passed()
        self._note("person.password_reset", user)

    def email_changed(self, _app: Flask, user: Person, old_email: str, **_: Any) -> None:
        """Tell the old address; links that were sent to it open nothing any more."""
        people.leave_old_address(self._session, user, old_email, now=self._now)

    def code_set_up(self, _app: Flask, user: Person, **_: Any) -> None:
        """Count this sign-in as strong: the code was just shown."""
        self._strengthen(user, "person.code_set_up")

    def code_removed(self, _app: Flask, user: Person, **_: Any) -> None:
        """Tell the owner."""
        signing_in.tell_about_factor(self._session, real(user), "person.code_removed", self._now)

    def passkey_set_up(self, _app: Flask, user: Person, **_: Any) -> None:
        """Count this sign-in as strong: the passkey was just shown."""
        self._strengthen(user, "person.passkey_set_up")

    def passkey_removed(self, _app: Flask, user: Person, **_: Any) -> None:
        """Tell the owner."""
        signing_in.tell_about_factor(self._session, real(user), "person.passkey_removed", self._now)

    def _strengthen(self, user: Person, deed: str) -> None:
        sign_in = _browser().sign_in
        if sign_in:
            signing_in.strengthen(self._session, sign_in.id)
        signing_in.tell_about_factor(self._session, real(user), deed, self._now)

    def _end_all(self, user: Person, *, but: int | None) -> None:
        signing_in.end_all(
            self._session, user.id, why=WhyEnded.new_password, now=self._now, but=but
        )

    def _note(self, deed: str, user: Person) -> None:
        audit.note(self._session, deed, f"person:{user.id}", by=user.id, at=self._now)

    @property
    def _session(self) -> Session:
        return self.requests.session

    @property
    def _now(self) -> datetime:
        return clock.now()


def _browser() -> BrowserSession:
    return cast(Any, session)._get_current_object()  # type: ignore[no-any-return]
