"""NUL and its like end in no error, whichever database is behind."""

import io

import pytest
from flask import request
from sqlalchemy import select

from mentorhub.app import build_services, create_app
from mentorhub.kit.mail import OutboxMail
from mentorhub.kit.worker import HueyMessenger
from mentorhub.web import pages
from mentorhub.web.limits import limiter
from tests.conftest import demo_settings
from tests.web.specimen import make_app


@pytest.fixture
def site(database, tmp_path):
    """A visitor's browser on the whole application, without content."""
    settings = demo_settings(tmp_path, encoder="none")
    services = build_services(settings, database=database, encoder=lambda: None)
    limiter.enabled = False
    app = create_app(settings, services=services)
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["mentorhub.operator"] = pages.Operator("N", ("W",), "R", "post@hub.example")
    yield app.test_client()
    limiter.enabled = True
    services.get(HueyMessenger).huey.storage.close()


@pytest.mark.parametrize(
    "path",
    ["/angebote/a%00b", "/suche?q=%00", "/suche?q=a&%00=b", "/gespraech/a%00b",
     "/siegel%1f", "/anmelden?next=%00", "/suche?q=%7f"],
)  # fmt: skip
def test_an_address_with_such_a_sign_is_a_bad_request(site, path):
    assert site.get(path).status_code == 400


def test_a_pasted_line_break_in_an_address_is_none(site):
    assert site.get("/suche?q=a%0Ab%09c").status_code == 200


def test_the_sign_in_answers_as_to_any_wrong_address(site):
    answer = site.post("/anmelden", data={"email": "a\0@b.de", "password": "x\0y"})
    assert answer.status_code == 422


def test_what_was_pasted_is_kept_without_the_sign(site, database):
    told = {"what": "Erste\0r Satz\r\nZwei\x1fter", "contact": "\0"}
    assert site.post("/barrierefreiheit/meldungen", data=told).status_code == 303
    with database.reading() as session:
        kept = session.scalars(select(OutboxMail)).one().context
    assert kept["what"] == "Erster Satz\r\nZweiter"
    assert kept["contact"] == ""


def test_an_upload_keeps_its_bytes_and_loses_the_sign_in_its_name():
    app = make_app(WTF_CSRF_ENABLED=False)
    app.add_url_rule("/datei", "file", _told, methods=["POST"])
    sent = {"what": "a\0b", "proof": (io.BytesIO(b"a\0b"), "li\x01ste.csv")}
    answer = app.test_client().post("/datei", data=sent)
    assert answer.json == {"what": "ab", "name": "liste.csv", "bytes": 3}


def _told():
    file = request.files["proof"]
    return {"what": request.form["what"], "name": file.filename, "bytes": len(file.read())}
