"""Steps that many tests of signing in take."""

import re

from passlib.totp import TOTP
from sqlalchemy import update
from werkzeug.test import TestResponse

from mentorhub.accounts.models import Person
from mentorhub.kit.db import Database
from tests.accounts.conftest import Visitor


def set_up_code(visitor: Visitor) -> tuple[TOTP, TestResponse]:
    """Set up an app and return it with the answer to its first code."""
    page = visitor.post("/konto/zweiter-schritt", {"setup": "authenticator"})
    key = re.search(r"<code>([A-Z2-7-]+)</code>", page.text)[1].replace("-", "")
    action = re.search(r'action="(/konto/zweiter-schritt/[^"]+)"', page.text)[1]
    app = TOTP(key=key)
    return app, visitor.post(action, {"code": app.generate().token})


def later_code(app: TOTP, database: Database) -> str:
    """Return a code although the last one was used in this half minute."""
    with database.writing() as session:
        session.execute(update(Person).values(tf_last_counter=None))
    return app.generate().token
