"""A limit holds for all processes together, and names nobody."""

import pytest
from sqlalchemy import text

from mentorhub.kit.services import Services
from mentorhub.kit.tallies import Tallies
from mentorhub.web.context import EXTENSION
from mentorhub.web.limits import limiter
from tests.web.specimen import make_app


@pytest.fixture
def shared(database, tmp_path):
    """What two processes share."""
    tallies = Tallies(database.url, tmp_path)
    yield tallies
    with tallies._engine.begin() as connection:
        connection.execute(text("DROP TABLE tally"))
    tallies.close()


def _process(tallies):
    app = make_app()
    app.extensions[EXTENSION] = Services()
    if tallies:
        app.extensions[EXTENSION].put(tallies)
    app.add_url_rule("/eng", "narrow", limiter.limit("3 per hour")(_fine))
    limiter.reset()
    return app.test_client()


def _fine():
    return "fine"


def test_two_processes_count_together(shared):
    one, other = _process(shared), _process(shared)
    answers = [each.get("/eng") for each in (one, other, one, other)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 60


def test_the_address_is_not_kept(shared):
    _process(shared).get("/eng", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    with shared._engine.connect() as connection:
        (key,) = connection.execute(text("SELECT key FROM tally")).scalars()
    assert len(key) == 64
    assert "203.0.113.7" not in key


def test_while_the_database_is_away_each_process_counts_alone(shared):
    client = _process(shared)
    with shared._engine.begin() as connection:
        connection.execute(text("ALTER TABLE tally RENAME TO away"))
    assert [client.get("/eng").status_code for _ in range(4)] == [200, 200, 200, 429]
    with shared._engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO tally"))


def test_a_flood_is_answered_with_a_pause():
    client = make_app().test_client()
    for _ in range(900):
        client.get("/lager")
    answer = client.get("/lager")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert client.get("/healthz").status_code == 200
