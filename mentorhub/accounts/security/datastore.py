"""Flask-Security's view of our tables, on the session of this request.

The one documented exception to "transactions are opened by views": Flask-Security opens none and
asks its datastore to commit. Ours only flushes. The transaction of the request begins with the
first use, reads on GET and writes on POST, and ends in ``close``: kept if the answer is a good
one, undone otherwise. Only ``kit.db`` commits, here as everywhere.
"""

from contextlib import ExitStack
from typing import Any, cast

from flask import Flask, Response, current_app, g, request
from flask_security import SQLAlchemyUserDatastore, UserMixin
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts import demo
from mentorhub.accounts.models import Passkey, Person, fold_email
from mentorhub.web.context import db

# These two are opened by a link in a mail and write nevertheless.
WRITING_LINKS = frozenset({"security.confirm_email", "security.change_email_confirm"})
BAD_FORM = 422
DEMO_MODE = "ACCOUNTS_DEMO_MODE"


class Account(UserMixin, Person):  # type: ignore[misc]
    """A person with the methods that Flask-Security calls; the same row, the same table."""

    @property
    def active(self) -> bool:  # type: ignore[override]
        """Whether this person may sign in here; demo people may in demo mode only."""
        is_welcome = self.email not in demo.EMAILS or bool(current_app.config[DEMO_MODE])
        return is_welcome and super().active


def real(user: Any) -> Person:
    """Return the person behind Flask-Login's stand-in."""
    return cast(Person, getattr(user, "_get_current_object", lambda: user)())


class RequestSession:
    """Hands out the session of the request at hand, opened at its first use."""

    @property
    def session(self) -> Session:
        """The session; it reads on GET and writes on POST."""
        if "security_session" not in g:
            writes = request.method == "POST" or request.endpoint in WRITING_LINKS
            g.security_stack = ExitStack()
            opened = db.writing() if writes else db.reading()
            g.security_session = g.security_stack.enter_context(opened)
        return cast(Session, g.security_session)


class Datastore(SQLAlchemyUserDatastore):
    """Finds accounts and passkeys; keeps nothing by itself."""

    def __init__(self, requests: RequestSession) -> None:
        super().__init__(cast(Any, requests), Account, cast(Any, None), cast(Any, Passkey))

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Account | None:  # noqa: ARG002
        """Return the account with this one value, addresses in any spelling."""
        ((name, value),) = kwargs.items()
        wanted = fold_email(value) if name == "email" else value
        query = select(Account).where(getattr(Account, name) == wanted)
        return cast(Account | None, self.session.scalar(query))

    def find_role(self, role: str) -> None:
        """Return nothing: roles belong to memberships, not to Flask-Security."""

    def commit(self) -> None:
        """Write, but leave the end of the transaction to ``close``."""
        self.session.flush()

    @property
    def session(self) -> Session:
        """The session of the request at hand."""
        return cast(Session, self.db.session)


def init(app: Flask) -> None:
    """End the transaction of a request together with its answer."""

    @app.after_request
    def close(answer: Response) -> Response:
        stack = g.pop("security_stack", None)
        if stack is None:
            return answer
        g.pop("security_session")
        if answer.status_code < 400 or answer.status_code == BAD_FORM:
            stack.close()
        else:
            _undo(stack)
        return answer

    @app.teardown_request
    def abandon(_problem: BaseException | None) -> None:
        stack = g.pop("security_stack", None)
        if stack is not None:
            g.pop("security_session")
            _undo(stack)


class _Undone(Exception):
    """Ends a transaction without keeping it."""


def _undo(stack: ExitStack) -> None:
    try:
        with stack:
            raise _Undone
    except _Undone:
        return
