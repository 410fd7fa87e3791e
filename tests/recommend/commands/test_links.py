"""`mentorhub links`: looking at pages without a browser."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from mentorhub.kit import clock
from mentorhub.kit.fetching import Fetcher
from mentorhub.kit.reach import Reach
from mentorhub.kit.services import Services
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.commands.links import links_group
from mentorhub.recommend.link_check import LIMITS, LinkChecker, LinkWatch
from mentorhub.recommend.offer_record import Start
from tests.recommend.offers import GAZETTEER, SOON, record


@pytest.fixture
def run(sqlite, outside):
    """Runs one command and returns its exit code and what it said."""
    fetcher = Fetcher("MentorHub", Reach(frozenset({outside.host})), LIMITS)
    watch = LinkWatch(LinkChecker(fetcher, timedelta(days=7), sleep=lambda _s: None))
    with sqlite.writing() as session:
        offers = [
            record(path, link=outside.address(f"/{path}"), starts=(Start(SOON),))
            for path in ("da", "weg")
        ]
        origin = catalogue.Origin("editor", clock.now())
        catalogue.take(session, offers, origin=origin, gazetteer=GAZETTEER)

    def run(*words: str, allowed=True) -> tuple[int, str]:
        services = Services()
        services.put(sqlite)
        services.put(watch if allowed else LinkWatch())
        done = CliRunner().invoke(links_group, words, obj=services)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return run


def test_links_are_checked_and_listed(run, outside):
    outside.put(b"", "/da")
    told = run("check")[1]
    assert f"  there  {outside.address('/da')}\n" in told
    assert f"  status 404  {outside.address('/weg')}\n" in told
    assert told.endswith("2 links were checked\n")
    assert run("check")[1] == "0 links were checked\n"
    told = run("list", "--state", "doubtful")[1]
    assert f": status 404  {outside.address('/weg')}\n" in told
    assert told.endswith("dead: 0, doubtful: 1, unknown: 0, there: 1, new: 0, all: 2\n")


def test_without_leave_of_the_operator_nothing_is_asked(run, outside):
    code, told = run("check", allowed=False)
    assert (code, outside.asked) == (1, [])
    assert "MENTORHUB_LINK_DAYS" in told
