"""Every error has words, a number and a way back, for people, htmx and programs."""

import re

import pytest
from flask.sessions import SessionInterface

from tests.web.specimen import make_app

TITLES = {
    400: "Das konnten wir nicht lesen",
    403: "Das ist für Sie nicht zugänglich",
    404: "Hier ist nichts",
    405: "So funktioniert das nicht",
    409: "Das passt nicht mehr zum aktuellen Stand",
    413: "Das ist zu groß",
    422: "Es fehlt noch etwas",
    429: "Das ging etwas zu schnell",
    500: "Uns ist ein Fehler passiert",
    503: "Das ist gerade nicht verfügbar",
}


@pytest.mark.parametrize("status", TITLES)
def test_an_error_is_told_in_the_design_with_number_and_way_back(client, status):
    answer = client.get(f"/abbruch/{status}")
    assert answer.status_code == status
    assert f"<h1>{TITLES[status]}</h1>" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert re.search(r'<a class="kern-btn kern-btn--primary" href="/"', answer.text)


@pytest.mark.parametrize(
    ("name", "status"), [("missing", 404), ("denied", 403), ("refused", 409), ("unavailable", 503)]
)
def test_the_four_kinds_of_no_become_pages(client, name, status):
    answer = client.get(f"/fehler/{name}")
    assert answer.status_code == status
    assert TITLES[status] in answer.text
    assert "tandem:7" not in answer.text


def test_a_refusal_may_explain_itself(client):
    assert "Das Tandem wurde schon beendet." in client.get("/fehler/ended").text


def test_a_bug_shows_a_page_and_no_secret():
    client = make_app(TESTING=False).test_client()
    answer = client.get("/fehler/bug")
    assert answer.status_code == 500
    assert TITLES[500] in answer.text
    assert "hunter2" not in answer.text


def test_a_bug_comes_through_in_tests(client):
    with pytest.raises(RuntimeError, match="hunter2"):
        client.get("/fehler/bug")


def test_a_broken_frame_still_answers(caplog):
    app = make_app(TESTING=False)
    app.jinja_env.globals["places"] = None
    answer = app.test_client().get("/nirgends")
    assert answer.status_code == 404
    assert TITLES[404] in answer.text
    assert "the error page could not be rendered" in caplog.text


class NoSession(SessionInterface):
    """Sessions that cannot be opened, so that not even a context is there."""

    def open_session(self, app, request):
        raise RuntimeError("password is hunter2")


def test_a_request_that_breaks_before_it_begins_is_answered_too():
    app = make_app(TESTING=False)
    app.session_interface = NoSession()
    answer = app.test_client().get("/")
    assert answer.status_code == 500
    assert TITLES[500] in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert "hunter2" not in answer.text


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/api/fehler/refused", {}), ("/fehler/refused", {"Accept": "application/json"})],
)
def test_programs_get_a_problem_document(client, path, headers):
    answer = client.get(path, headers=headers)
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == answer.status_code == 409
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


def test_a_browser_that_takes_anything_gets_a_page(client):
    answer = client.get("/fehler/refused", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.mimetype == "text/html"


def test_htmx_gets_a_notice_instead_of_a_page(client):
    answer = client.get("/fehler/refused", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "<html" not in answer.text


def test_an_error_tells_english_readers_in_english(client):
    client.set_cookie("language", "en")
    assert "There is nothing here" in client.get("/nirgends").text


def test_what_is_allowed_is_told(client):
    assert "GET" in client.post("/kurse").headers["Allow"]
