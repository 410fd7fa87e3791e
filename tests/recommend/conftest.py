"""The tables that this room's tables point to, and a small site with its pages."""

import pytest

import mentorhub.accounts.models
import mentorhub.recommend.models  # noqa: F401
from mentorhub.web import catalogue as german
from tests.recommend import stock
from tests.recommend.site import open_site


@pytest.fixture(scope="session")
def _german():
    """What readers see is German: compile the parts as a start of the house does."""
    given, _ = german.merge()
    german.compile_to(given)


@pytest.fixture(scope="session")
def site(_german, sqlite_template, tmp_path_factory):
    """One small site for all tests that leave the catalogue as it is."""
    yield from open_site(sqlite_template, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def stocked(_german, sqlite_template, tmp_path_factory):
    """A site for all tests that leave the catalogue as it is: whole and bare offers, one withdrawn."""
    for site in open_site(sqlite_template, tmp_path_factory.mktemp("stocked")):
        site.take(stock.FULL, stock.BARE, stock.UMSCHULUNG, stock.PRIVATE)
        site.take(stock.OVER, stock.GONE, stock.FREE, stock.TEXT)
        site.withdraw(stock.GONE.key)
        yield site


@pytest.fixture
def reader(stocked):
    """A fresh browser without scripts, on the site with such offers."""
    return stocked.client()


@pytest.fixture
def own_site(_german, sqlite_template, tmp_path):
    """Makes a site of the test's own, to be changed at will."""
    made = []

    def make(**choices):
        folder = tmp_path / f"site-{len(made)}"
        folder.mkdir()
        made.append(open_site(sqlite_template, folder, **choices))
        return next(made[-1])

    yield make
    for each in made:
        each.close()


@pytest.fixture
def visitor(site):
    """A fresh browser without scripts."""
    return site.client()
