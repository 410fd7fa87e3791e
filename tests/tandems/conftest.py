"""The tables that this room's tables point to, and a small site with its pages."""

import shutil

import pytest

import mentorhub.tandems.models  # noqa: F401
from mentorhub.kit.db import Database
from mentorhub.web import catalogue as german
from mentorhub.web.limits import limiter
from tests.tandems.site import Site


@pytest.fixture(scope="session")
def _german():
    """What readers see is German: compile the parts as a start of the house does."""
    given, _ = german.merge()
    german.compile_to(given)


@pytest.fixture
def site(_german, sqlite_template, tmp_path):
    """A site of the test's own."""
    shutil.copy(sqlite_template, tmp_path / "site.db")
    database = Database(f"sqlite:///{tmp_path / 'site.db'}")
    was_enabled = limiter.enabled
    made = Site(database)
    limiter.enabled = False
    yield made
    limiter.enabled = was_enabled
    database.dispose()


@pytest.fixture
def visitor(site):
    """A fresh browser without scripts, of somebody without an account."""
    return site.client()
