"""Asking for the password once more outside Flask-Security's pages, with the same guard."""

from flask import current_app

from mentorhub.accounts import passwords
from mentorhub.accounts.actions import signing_in
from mentorhub.accounts.models import Person
from mentorhub.accounts.security import words
from mentorhub.accounts.security.forms import GUARD_SECRET
from mentorhub.kit import clock
from mentorhub.web.context import db


def password_fits(person: Person, password: str) -> str | None:
    """Return None if it is the password, otherwise what to say; failures are counted."""
    key = signing_in.guard_key(current_app.config[GUARD_SECRET], "again", str(person.id))
    with db.writing() as session:
        now = clock.now()
        try:
            signing_in.check_guard(session, key, now)
        except signing_in.Locked:
            return words.locked()
        if passwords.fits(password, person.password):
            signing_in.forget_failures(session, key)
            return None
        if signing_in.note_failure(session, key, now):
            signing_in.tell_about_lock(session, person.email, now)
    return str(words.SAID["INVALID_PASSWORD"][0])
