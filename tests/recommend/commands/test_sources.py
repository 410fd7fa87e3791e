"""`mentorhub sources`: what an operator can do without a browser."""

import pytest
from click.testing import CliRunner

from mentorhub.kit.crypto import Cipher
from mentorhub.kit.fetching import Fetcher, Limits
from mentorhub.kit.reach import Reach
from mentorhub.kit.services import Services
from mentorhub.recommend.commands.sources import sources_group
from mentorhub.recommend.sources.xsd import Validation
from tests.recommend.offers import GAZETTEER, line


@pytest.fixture
def run(sqlite, outside):
    """Runs one command and returns its exit code and what it said."""
    services = Services()
    fetcher = Fetcher("MentorHub-Test", Reach(frozenset({outside.host})), Limits(seconds=60.0))
    cipher = Cipher("a secret that is long enough for a test")
    for each in (sqlite, fetcher, GAZETTEER, cipher, Validation()):
        services.put(each)

    def run(*words: str, **more) -> tuple[int, str]:
        done = CliRunner().invoke(sources_group, words, obj=services, **more)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return run


def test_a_source_is_added_tried_fetched_and_removed(run, outside):
    assert "no sources yet" in run("list")[1]
    outside.put(b"".join(line(n, start="2099-01-11") for n in (1, 2, 3)))
    assert "was added, paused" in run("add", "haus", outside.address(), "--whole", "--at", "3")[1]
    assert "trial: 3 read, 3 added" in run("fetch", "haus", "--trial")[1]
    assert "haus is switched on" in run("resume", "haus")[1]
    assert "import 1: 3 read, 3 added" in run("fetch", "haus")[1]
    assert "3 offers, every 24 h" in run("list")[1]
    outside.put(line(1, start="2099-01-11"))
    assert run("fetch", "haus") == (
        1,
        "haus: stopped: 2 of 3 offers would go; if that is right: --confirm 2\n",
    )
    assert "0 added, 0 changed, 2 withdrawn" in run("fetch", "haus", "--confirm", "2")[1]
    assert "haus is paused" in run("pause", "haus")[1]
    outside.refuse(404)
    assert run("fetch", "haus") == (1, "haus: failed (status 404)\n")


def test_a_login_is_asked_for_and_sent(run, outside):
    outside.put(line(1))
    told = run("add", "haus", outside.address(), "--token", input="geheim\n")[1]
    assert "geheim" not in told
    run("fetch", "haus")
    assert outside.asked[0][2]["Authorization"] == "Bearer geheim"


def test_what_cannot_be_is_said_in_a_sentence(run, outside):
    assert run("fetch", "nirgends") == (1, "Error: there is no source nirgends\n")
    assert "insecure" in run("add", "a", "http://example.org/")[1]
    assert "no saved choice" in run("add", "a", outside.address(), "--mapping", "x")[1]
    run("add", "a", outside.address())
    assert "of this name already" in run("add", "a", outside.address())[1]
    assert "is removed, 0 offers" in run("remove", "a", "--withdraw")[1]
