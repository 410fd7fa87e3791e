"""Preparing an installation: what is missing is made, what is broken is made anew."""

import json

import pytest

from mentorhub import preparation
from mentorhub.recommend.actions.index import Workshop
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
