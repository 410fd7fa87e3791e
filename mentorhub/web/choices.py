"""What a reader chose for this browser, remembered in a cookie for a year."""

from datetime import timedelta

from flask import current_app
from werkzeug.wrappers import Response

REMEMBERED = timedelta(days=365)


def remember(answer: Response, cookie: str, value: str) -> Response:
    """Return the answer with the cookie that remembers the choice."""
    answer.set_cookie(
        cookie,
        value,
        max_age=REMEMBERED,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return answer
