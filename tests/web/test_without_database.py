"""While the database is away everybody gets a page, and nobody is signed out by it."""

import pytest

from mentorhub.kit.crypto import new_token
from mentorhub.kit.db import Database
from tests.accounts.conftest import build


@pytest.fixture(params=["sqlite", "postgres"])
def client(request, tmp_path):
    """A browser with the cookie of an earlier visit."""
    addresses = {
        "sqlite": f"sqlite:///{tmp_path / 'without-tables.db'}",
        "postgres": "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
    }
    app = build(Database(addresses[request.param]))
    app.testing = False
    browser = app.test_client()
    browser.set_cookie("mentorhub", new_token())
    yield browser
    app.extensions["mentorhub"].get(Database).dispose()


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_has_a_cookie_reads_that_it_takes_a_while(client, method):
    answer = getattr(client, method)("/anmelden")
    assert answer.status_code == 503
    assert "Das ist gerade nicht verfügbar" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def test_the_cookie_stays_good_for_afterwards(client):
    assert "Set-Cookie" not in client.get("/anmelden").headers


def test_programs_are_told_too(client):
    answer = client.get("/anmelden", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["status"]) == (503, 503)


def test_the_probes_of_the_process_do_not_look_at_cookies(client, caplog):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code in (200, 503)
    assert "session" not in caplog.text


def test_the_log_names_what_is_wrong(client, caplog):
    client.get("/anmelden")
    (line,) = [each for each in caplog.records if "session" in each.getMessage()]
    assert line.exc_info
