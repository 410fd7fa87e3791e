"""Preparing an installation: what is missing is made, what is broken is made anew."""

import json
import shutil

import pytest
from sqlalchemy import select

from mentorhub import preparation
from mentorhub.accounts import demo as accounts_demo
from mentorhub.app import create_app
from mentorhub.kit.content import ContentFolder
from mentorhub.kit.db import Database
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.models import Offer
from tests.conftest import demo_settings

pytestmark = pytest.mark.slow


@pytest.fixture
def prepare(services, var):
    """Prepare this test's installation once more; returns what was said."""

    def again():
        said = []
        preparation.prepare(services, demo_settings(var), said.append)
        return said

    return again


def _index(services):
    shelf = services.get(Workshop).shelf
    return shelf.path(shelf.current())


def test_a_second_time_does_nothing(prepare, services):
    before = _index(services)
    [said] = prepare()
    assert "nothing changed" in said
    assert _index(services) == before


def test_an_index_of_another_version_is_built_anew(prepare, services, client):
    before = _index(services)
    manifest = json.loads((before / "manifest.json").read_text())
    (before / "manifest.json").unlink()  # the file is shared with other tests
    (before / "manifest.json").write_text(json.dumps(manifest | {"format": 0}))
    assert client.get("/readyz").json["checks"]["index"]["ok"] is False
    assert "Building the search index" in prepare()
    assert _index(services) != before
    assert client.get("/readyz").json["checks"]["index"]["ok"] is True


def test_a_broken_index_is_built_anew(prepare, services):
    before = _index(services)
    (before / "keys.json").unlink()
    assert "Building the search index" in prepare()
    assert _index(services) != before


# A database that was filled in demo mode


@pytest.fixture
def in_production(services, var):
    """The same installation, now meant for real people."""
    return demo_settings(
        var, env="production", demo=False, base_url="https://hub.beispiel.test", encoder="none"
    )


def test_production_does_not_start_beside_demo_accounts(services, in_production):
    with pytest.raises(preparation.DemoLeft, match="mentorhub leave-demo"):
        preparation.prepare(services, in_production, lambda _line: None)


def test_production_starts_once_the_demo_is_left(services, in_production, client):
    assert preparation.leave_demo(services) == len(accounts_demo.SIGN_INS)
    preparation.refuse_demo_accounts(services, in_production)
    assert preparation.leave_demo(services) == 0
    link = "/gespraech/demo-request-outside"
    assert "Gabelstapler" not in client.get(link).text


@pytest.mark.parametrize(("demo", "status"), [(True, 303), (False, 422)])
def test_the_published_password_opens_nothing_outside_demo_mode(services, var, demo, status):
    app = create_app(demo_settings(var, demo=demo), services=services)
    app.config["WTF_CSRF_ENABLED"] = False
    first = accounts_demo.SIGN_INS[0]
    answer = app.test_client().post(
        "/anmelden", data={"email": first.email, "password": first.password}
    )
    assert answer.status_code == status


def test_leaving_demo_mode_ends_what_demo_people_left_open(services, var, client):
    first = accounts_demo.SIGN_INS[0]
    client.post("/anmelden", data={"email": first.email, "password": first.password})
    assert client.get("/konto").status_code == 200
    preparation.prepare(services, demo_settings(var, demo=False), lambda _line: None)
    assert client.get("/konto").status_code == 303


# Content of several rooms


def test_a_mistake_in_a_course_keeps_everything_else_out_too(services, tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(services.get(ContentFolder).path, folder)
    services.put(ContentFolder(folder))
    offers = folder / "offers" / "lager-verkehr.toml"
    offers.write_text(offers.read_text().replace("Gabelstaplerschein", "Anderer Name"))
    lesson = next((folder / "courses").glob("*/lessons/*.md"))
    whole = lesson.read_text()
    lesson.write_text(whole.replace("+++", "---", 1))
    with pytest.raises(preparation.CONTENT_PROBLEMS, match="must begin with a line"):
        preparation.load_content(services, lambda _line: None)
    assert not _is_renamed(services)
    lesson.write_text(whole)
    preparation.load_content(services, lambda _line: None)
    assert _is_renamed(services)


def _is_renamed(services):
    with services.get(Database).reading() as session:
        return any("Anderer Name" in title for title in session.scalars(select(Offer.title)))
