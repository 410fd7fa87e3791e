"""An editor tends the catalogue: what is added is found, what is withdrawn is gone at once."""

import json

import pytest

from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.finder import Finder

COURSE = "Drechseln für Einsteigerinnen und Einsteiger"
SEARCH = "/suche?q=Drechseln+lernen"
GLASS = "/suche?q=Glasperlen+wickeln"
LINES = [
    {"id": "glas-1", "title": "Glasperlen wickeln an der Flamme", "city": "Hamm", "price_eur": 40},
    {"id": "glas-2", "title": "Kirchenfenster restaurieren", "city": "Köln"},
    {"title": "Ohne Nummer"},
]


@pytest.fixture
def built(services, work):
    """Let the worker build the index, and let the next search begin with what it finds there."""

    def build():
        work()
        services.forget(Finder)
        services.forget(SearchEngine)

    return build


def _new_offer(editor):
    editor.open("/").follow("Angebote").follow("Angebot anlegen")
    editor.press(
        "Speichern",
        title=COURSE,
        description="Sie drehen Schalen und Kreisel aus heimischem Holz.",
        provider="Holzwerkstatt Lippe (Beispiel)",
        postcode="32756",
        town="Detmold",
        form="presence",
        on_request="y",
        price_kind="free",
    )
    assert editor.status == 200, editor.words
    assert "Gespeichert" in editor.words


def test_an_added_offer_is_found_and_a_withdrawn_one_is_gone_at_once(visitor, person, built):
    anna, editor = visitor(), person("redaktion")
    assert not anna.open(SEARCH).has_link(COURSE)
    _new_offer(editor)
    built()
    anna.open(SEARCH).follow(COURSE)
    assert "Detmold" in anna.words
    assert "Kostenlos" in anna.words

    editor.press("Speichern", title=f"{COURSE} (Abendkurs)")
    assert anna.open(SEARCH).has_link("(Abendkurs)")
    anna.press(f"Merken: {COURSE}")

    editor.follow("Zurückziehen").press("Zurückziehen", reason="Die Werkstatt schließt.")
    assert not anna.open(SEARCH).has_link(COURSE)
    anna.open("/merkliste").follow(COURSE)
    assert anna.status == 410
    assert "Diesen Kurs gibt es nicht mehr" in anna.words

    editor.follow("Verlauf")
    assert "Die Werkstatt schließt." in editor.words
    assert "Rosa Lindner" in editor.words
    editor.open(editor.path.replace("verlauf", "angebot")).press("Wieder aufnehmen")
    assert anna.open(SEARCH).has_link("(Abendkurs)")


def test_a_catalogue_comes_in_as_a_file_and_goes_again(visitor, person, built):
    anna, editor = visitor(), person("redaktion")
    file = "\n".join(json.dumps(line, ensure_ascii=False) for line in LINES).encode()
    editor.open("/").follow("Importe").follow("Katalog importieren")
    editor.press("Datei prüfen", files={"file": ("glas.jsonl", file)}, source="Glaswerkstatt")
    assert "Neue Angebote 2" in editor.words
    assert "3 Nummer des Angebots: fehlt" in editor.words

    editor.press("Jetzt importieren")
    run = editor.path
    assert not anna.open(GLASS).has_link("an der Flamme")
    built()
    assert "vollständig" in editor.open(run).words
    assert "Neue Angebote 2" in editor.words
    assert anna.open(GLASS).has_link("an der Flamme")

    editor.open(run).follow("Diesen Import zurücknehmen").press("Diesen Import zurücknehmen")
    assert not anna.open(GLASS).has_link("an der Flamme")


def test_nobody_else_touches_the_catalogue(visitor, person):
    assert visitor().open("/redaktion/angebote").path == "/anmelden"
    for who in ("ele", "ines", "ben", "chris", "koni"):
        reader = person(who)
        for door in ("angebote", "angebote/neu", "importe", "importe/neu", "index"):
            assert reader.open(f"/redaktion/{door}").status == 403, (who, door)
        assert not reader.open("/").has_link("Importe")
