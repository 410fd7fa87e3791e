"""The tables that this room's tables point to, and a small site with its pages."""

import shutil

import pytest

import mentorhub.tandems.models  # noqa: F401
from mentorhub.kit.db import Database
from mentorhub.web import catalogue as german
from mentorhub.web.limits import limiter
from tests import people
from tests.tandems import builders
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


@pytest.fixture
def home(session):
    """An association in Dortmund; places are known."""
    builders.places(session)
    return people.association(session, "Verband Dortmund")


@pytest.fixture
def mira(session, home):
    """A mentor of the association."""
    return builders.outside_mentor(session, "Mira Meer", home)


@pytest.fixture
def milan(session, home):
    """Another mentor of the same desk."""
    return builders.outside_mentor(session, "Milan Moor", home)


@pytest.fixture
def case(session, mira, noon):
    """A case that Mira holds."""
    return builders.taken(session, mira, noon)
