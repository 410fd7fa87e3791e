"""A course in the database and somebody who takes it."""

import shutil

import pytest

import mentorhub.courses.models  # noqa: F401
from mentorhub.courses.actions import content, learning
from mentorhub.courses.actions.signing import Notary
from mentorhub.courses.certificate.credential import Issuer
from mentorhub.courses.certificate.proof import Contexts
from mentorhub.courses.material.files import read_course
from mentorhub.courses.queries import versions
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.web import catalogue as german
from mentorhub.web import vendor
from mentorhub.web.limits import limiter
from tests import people
from tests.courses.material import files
from tests.courses.site import Clock, Site


@pytest.fixture
def cipher():
    return Cipher("a secret of tests, long enough to be one")


@pytest.fixture
def notary(cipher):
    contexts = Contexts(vendor.VENDOR / "contexts")
    return Notary(cipher, Issuer("Beispielverein e. V.", "http://localhost"), contexts)


@pytest.fixture
def version(session, noon):
    """The small course, published."""
    content.keep(session, read_course("zuhoeren", files()), noon)
    return versions.offered_version(session, "zuhoeren")


@pytest.fixture
def lena(session):
    return people.person(session, "Lena Lerner")


@pytest.fixture
def enrolment(session, version, lena, noon):
    return learning.enrol(session, lena.id, version, by=lena.id, now=noon)


@pytest.fixture(scope="session")
def _german():
    """What readers see is German: compile the parts as a start of the house does."""
    given, _ = german.merge()
    german.compile_to(given)


@pytest.fixture
def hands(monkeypatch, noon):
    """The clock of the site; move its ``now``."""
    return Clock(monkeypatch, noon)


@pytest.fixture
def site(_german, sqlite_template, tmp_path, noon, hands):
    """A site of the test's own."""
    shutil.copy(sqlite_template, tmp_path / "site.db")
    database = Database(f"sqlite:///{tmp_path / 'site.db'}")
    was_enabled = limiter.enabled
    made = Site(database, noon)
    limiter.enabled = False
    yield made
    limiter.enabled = was_enabled
    database.dispose()


@pytest.fixture
def visitor(site):
    return site.client()


@pytest.fixture
def lena_there(site):
    """Lena's browser; she has begun the course."""
    browser = site.client(site.lena)
    browser.post("/lernen/zuhoeren/teilnahme")
    return browser
