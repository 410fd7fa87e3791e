"""What editors load is what every process shows, at most two seconds later."""

import shutil

import pytest

from mentorhub.app import create_app
from mentorhub.kit import jobs
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Unavailable
from mentorhub.recommend.actions import catalogue, content
from mentorhub.recommend.actions.content import ContentError
from mentorhub.recommend.funding.files import FundingFileError
from mentorhub.recommend.library import CurrentGlossary, Library
from mentorhub.recommend.models import ContentFile
from mentorhub.recommend.occupations import OccupationsError
from tests.conftest import demo_settings
from tests.recommend.offers import GAZETTEER, NOON, TODAY, record, take
from tests.recommend.site import CONTENT, words_of

GLOSSARY = """
[[term]]
say = ["Ameise"]
mean = ["Gabelstapler"]
language = "de"
"""


@pytest.fixture
def folder(tmp_path):
    """A content folder without offers, with our own instruments and one everyday word."""
    made = tmp_path / "content"
    for name in ("offers", "glossary"):
        (made / name).mkdir(parents=True)
    (made / "glossary" / "de.toml").write_text(GLOSSARY)
    shutil.copytree(CONTENT / "funding", made / "funding")
    return made


def load(database, folder) -> content.Loaded:
    with database.writing() as session:
        return content.load(session, folder, GAZETTEER, today=TODAY, now=NOON)


def rename(folder, name="Bildungsgeld") -> None:
    path = folder / "funding" / "inqa-coaching.toml"
    path.write_text(path.read_text().replace('name = "INQA-Coaching"', f'name = "{name}"'))


class Clock:
    """A clock that a test turns."""

    seconds = 0.0

    def __call__(self):
        return self.seconds


def names(library) -> set[str]:
    return {one.name.de for one in library.edition().book.instruments}


def test_a_new_edition_is_seen_after_two_seconds_and_not_before(database, folder):
    load(database, folder)
    clock = Clock()
    library = Library(database, clock)
    glossary = CurrentGlossary(library)
    assert "INQA-Coaching" in names(library)
    rename(folder)
    (folder / "glossary" / "de.toml").write_text(GLOSSARY.replace("Ameise", "Hubwagen"))
    load(database, folder)
    clock.seconds = 1.9
    assert "INQA-Coaching" in names(library)
    clock.seconds = 2.0
    assert "Bildungsgeld" in names(library)
    assert glossary.expand("Hubwagen fahren") == ("Gabelstapler",)
    assert glossary.expand("Ameise fahren") == ()


def test_occupations_come_with_the_edition_and_a_broken_file_changes_nothing(database, folder):
    load(database, folder)
    library = Library(database, Clock())
    assert library.edition().occupations.every == ()
    shutil.copytree(CONTENT / "occupations", folder / "occupations")
    load(database, folder)
    assert Library(database).edition().occupations.find("lagerhelfer")
    (folder / "occupations" / "neu.toml").write_text("[[occupation]]\nkey = 'neu'\nname = 'Neu'\n")
    with pytest.raises(OccupationsError, match=r"neu\.toml, neu, deepen"):
        load(database, folder)
    assert Library(database).edition().occupations.find("neu") is None


def test_an_edition_without_change_stays_the_same_object(database, folder):
    load(database, folder)
    library = Library(database, check_seconds=0)
    assert library.edition() is library.edition()


def test_a_removed_file_is_noticed(database, folder):
    load(database, folder)
    library = Library(database, check_seconds=0)
    assert "INQA-Coaching" in names(library)
    (folder / "funding" / "inqa-coaching.toml").unlink()
    assert load(database, folder).gone == ("funding/inqa-coaching.toml",)
    assert "INQA-Coaching" not in names(library)


def test_a_text_that_this_version_cannot_read_leaves_the_edition_before(database, folder):
    load(database, folder)
    library = Library(database, check_seconds=0)
    before = library.edition()
    with database.writing() as session:
        row = session.get_one(ContentFile, "funding/afbg.toml")
        row.text, row.digest = "id = 1", "other"
    assert library.edition() is before
    with pytest.raises(Unavailable, match=r"afbg\.toml"):
        Library(database).edition()


def test_a_refused_file_changes_nothing(database, folder):
    load(database, folder)
    library = Library(database, check_seconds=0)
    before = library.edition()
    rename(folder)
    (folder / "funding" / "kaputt.toml").write_text("id = ")
    with pytest.raises(FundingFileError):
        load(database, folder)
    assert library.edition() is before


def test_a_load_asks_for_the_index_only_when_funding_changed(database, folder):
    load(database, folder)
    assert waiting(database)
    (folder / "glossary" / "de.toml").write_text(GLOSSARY.replace("Ameise", "Hubwagen"))
    load(database, folder)
    assert not waiting(database)
    rename(folder)
    load(database, folder)
    assert waiting(database)


def waiting(database) -> bool:
    """Return whether the index was asked for since this was last asked."""
    with database.writing() as session:
        found = jobs.is_waiting(session, catalogue.INDEX_JOB)
        jobs.settle(session, catalogue.INDEX_JOB, asked_until=NOON, at=NOON)
        return found


def test_an_instrument_with_the_id_of_a_course_is_refused(database, folder):
    with database.writing() as session:
        take(session, record("afbg"))
    with pytest.raises(ContentError, match=r"afbg\.toml: afbg: id: is the key of a course"):
        load(database, folder)


def test_a_load_changes_what_a_living_application_shows(app, client, services, folder):
    services.put(Library(services.get(Database), check_seconds=0))
    assert "INQA-Coaching" in words_of(client.get("/foerderung"))
    rename(folder)
    load(services.get(Database), folder)
    assert "Bildungsgeld" in words_of(client.get("/foerderung"))
    (folder / "funding" / "inqa-coaching.toml").write_text("id = ")
    with pytest.raises(FundingFileError):
        load(services.get(Database), folder)
    assert "Bildungsgeld" in words_of(client.get("/foerderung"))


def test_an_application_starts_beside_a_broken_file(services, var, folder):
    (folder / "funding" / "inqa-coaching.toml").write_text("id = ")
    settings = demo_settings(var, content=folder)
    again = create_app(settings, encoder=lambda: None).test_client()
    assert "INQA-Coaching" in words_of(again.get("/foerderung"))
