"""Everybody who takes part in a journey, each with a browser of their own."""

import email
import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pytest

from mentorhub.accounts.demo import PASSWORD
from mentorhub.kit import clock
from mentorhub.tandems.views import stamps
from tests.journeys.reader import Reader

SHORTLY = timedelta(minutes=2)


@pytest.fixture
def visitor(app) -> Callable[[], Reader]:
    """Return a new browser of somebody without an account."""
    return lambda: Reader(app)


@pytest.fixture
def person(app) -> Callable[[str], Reader]:
    """Return a new browser in which a demo person has just signed in."""

    def signed_in(who: str) -> Reader:
        return Reader(app).sign_in(f"{who}@beispiel.test", PASSWORD)

    return signed_in


@pytest.fixture
def opened_before(app) -> str:
    """The stamp of a form that was opened two minutes ago: people take their time."""
    with app.app_context():
        return stamps.new(clock.now() - SHORTLY)


@pytest.fixture
def post(var, work) -> Callable[[str], list[EmailMessage]]:
    """Return the letters to somebody that have left since the test began, oldest first."""
    work()
    earlier = set((var / "mail").glob("*.eml"))

    def letters(to: str) -> list[EmailMessage]:
        paths = sorted(set((var / "mail").glob("*.eml")) - earlier)
        found = [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]
        return [one for one in found if one["To"] == to]

    return letters


def text_of(letter: EmailMessage) -> str:
    """Return what a letter says, subject first."""
    return f"{letter['Subject']}\n{letter.get_content()}"


def link_in(letter: EmailMessage) -> str:
    """Return the first address in a letter."""
    found = re.search(r"http://localhost\S*", letter.get_content())
    assert found, "no address in the letter"
    return found[0]
