"""A bare application in our frame, in German, without any room."""

import pytest

from mentorhub.web import catalogue
from tests.web.specimen import make_app


@pytest.fixture(scope="session", autouse=True)
def _german():
    """What readers see is German: compile the parts as a start of the house does."""
    given, _ = catalogue.merge()
    catalogue.compile_to(given)


@pytest.fixture
def app():
    """The specimen, with forms unchecked; the tests about forms check them."""
    return make_app(WTF_CSRF_ENABLED=False)


@pytest.fixture
def client(app):
    """A browser without scripts."""
    return app.test_client()
