"""content/ goes into the database: all of it or nothing, and twice is once."""

import shutil
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mentorhub.recommend.actions import catalogue, content
from mentorhub.recommend.actions.content import ContentError
from mentorhub.recommend.funding.files import FundingFileError
from mentorhub.recommend.models import ContentFile, Offer, OfferVersion
from mentorhub.recommend.queries import offers as queries
from tests.recommend.offers import GAZETTEER, NOON, TODAY, take
from tests.recommend.offers import record as offer_record

REAL = Path(__file__).resolve().parents[2] / "content"
STAPLER = """
[[offer]]
key = "stapler"
title = "Gabelstaplerschein"
provider = "Lernwerk (Beispiel)"
postcode = "44137"
town = "Dortmund"
form = "presence"
schedule = ["evening"]
starts_in_weeks = [0, 1, 8]
duration_weeks = 2
price_cents = 19900
"""
EXCEL = """
[[offer]]
key = "excel"
title = "Excel von Anfang an"
form = "online"
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    """A content folder with two offers in two files."""
    for name in ("offers", "funding", "glossary"):
        (tmp_path / name).mkdir()
    (tmp_path / "offers" / "lager.toml").write_text(STAPLER)
    (tmp_path / "offers" / "office.toml").write_text(EXCEL)
    return tmp_path


def load(database, folder, today=TODAY, now=NOON) -> content.Loaded:
    with database.writing() as session:
        return content.load(session, folder, GAZETTEER, today=today, now=now)


def stored(database) -> dict[str, Offer]:
    with database.reading() as session:
        return {offer.key: offer for offer in session.scalars(select(Offer))}


def test_a_first_load_takes_everything_and_says_so(database, folder):
    loaded = load(database, folder)
    assert loaded == content.Loaded(
        added=("stapler", "excel"), files=("offers/lager.toml", "offers/office.toml")
    )
    assert stored(database)["stapler"].source == "content"


def test_a_second_load_changes_nothing(database, folder):
    load(database, folder)
    before = versions(database)
    loaded = load(database, folder, now=NOON + timedelta(minutes=5))
    assert loaded.nothing
    assert loaded.unchanged == 2
    assert versions(database) == before


@pytest.mark.parametrize("days", [1, 2, 6, 30, 400])
def test_a_load_on_a_later_day_changes_nothing(database, folder, days):
    load(database, folder)
    before = versions(database)
    later = TODAY + timedelta(days=days)
    with database.writing() as session:
        catalogue.roll_relative_starts(session, today=later, now=NOON + timedelta(days=days))
    assert load(database, folder, today=later).nothing
    assert versions(database) == before
    assert stored(database)["stapler"].is_current(later)


def versions(database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(OfferVersion.id)))


def test_a_changed_entry_is_changed_and_its_file_named(database, folder):
    load(database, folder)
    (folder / "offers" / "office.toml").write_text(EXCEL.replace("Excel von", "Tabellen von"))
    loaded = load(database, folder)
    assert (loaded.changed, loaded.unchanged, loaded.files) == (
        ("excel",),
        1,
        ("offers/office.toml",),
    )


def test_a_removed_entry_is_withdrawn_and_comes_back_with_its_entry(database, folder):
    load(database, folder)
    (folder / "offers" / "office.toml").write_text("")
    assert load(database, folder).withdrawn == ("excel",)
    assert stored(database)["excel"].withdrawal.reason == "no longer in content"
    assert load(database, folder).nothing
    (folder / "offers" / "office.toml").write_text(EXCEL)
    assert load(database, folder).changed == ("excel",)
    assert stored(database)["excel"].withdrawal is None


def test_offers_of_other_sources_are_never_withdrawn(database, folder):
    with database.writing() as session:
        take(session, offer_record("fremd"))
    load(database, folder)
    assert stored(database)["fremd"].withdrawal is None


def test_what_editors_changed_or_withdrew_survives_the_next_start(database, folder):
    load(database, folder)
    with database.writing() as session:
        excel = queries.by_key(session, "excel")
        catalogue.withdraw(session, excel, by=7, reason="ausgebucht", now=NOON)
        offer = queries.by_key(session, "stapler")
        better = catalogue.record_of("stapler", {**catalogue.snapshot(offer), "title": "Besser"})
        catalogue.change(
            session, offer, better, origin=catalogue.Origin("editor", NOON, 7),
            gazetteer=GAZETTEER, seen=offer.digest,
        )  # fmt: skip
    assert load(database, folder).nothing
    assert stored(database)["stapler"].title == "Besser"
    assert stored(database)["excel"].withdrawal.reason == "ausgebucht"


BAD = [
    ("[[offer]]\nkey = 'x'\n", "x", "title"),
    ("[[offer]]\ntitle = 'x'\n", "offer 1", "key"),
    ("[[offer]]\nkey = 'y'\ntitle = 'Y'\nfarbe = 'rot'\n", "y", "farbe"),
    ("[[offer]]\nkey = 'x'\ntitle = 'X'\nprice_cents = 'viel'\n", "x", "price_cents"),
    ("[[offer]]\nkey = 'x'\ntitle = 'X'\nhours = nan\n", "x", "hours"),
    ("[[offer]]\nkey = 7\ntitle = 'X'\n", "7", "key"),
    (EXCEL + EXCEL, "excel", "key"),
    ("[[offer]\n", "file", "TOML"),
    ("offers = 1\n", "file", "offers"),
    ("offer = 1\n", "file", "offer"),
    ("offer = [1, 2]\n", "file", "offer"),
    ("x = " + "[" * 20_000, "file", "TOML"),
]


@pytest.mark.parametrize(("text", "entry", "field"), BAD, ids=range(len(BAD)))
def test_a_bad_file_is_named_with_entry_field_and_reason_and_changes_nothing(
    sqlite, folder, text, entry, field
):
    load(sqlite, folder)
    before = versions(sqlite)
    (folder / "offers" / "lager.toml").write_text(STAPLER.replace("19900", "1"))
    (folder / "offers" / "schlecht.toml").write_text(text)
    with pytest.raises(ContentError) as caught:
        load(sqlite, folder)
    problem = caught.value
    assert (problem.entry, problem.field) == (entry, field)
    assert problem.file.name == "schlecht.toml"
    assert problem.reason
    assert str(problem) == f"{problem.file}: {entry}: {field}: {problem.reason}"
    assert versions(sqlite) == before
    assert stored(sqlite)["stapler"].price_cents == 19900


def test_a_file_that_is_not_utf_8_is_named(sqlite, folder):
    (folder / "offers" / "latin.toml").write_bytes("[[offer]]\nkey='ä'".encode("latin-1"))
    with pytest.raises(ContentError, match=r"latin\.toml"):
        load(sqlite, folder)


def test_a_key_in_two_files_names_both(sqlite, folder):
    (folder / "offers" / "zweite.toml").write_text(EXCEL)
    with pytest.raises(ContentError, match=r"zweite\.toml: excel: key: is used in office\.toml"):
        load(sqlite, folder)


def test_a_key_of_another_source_changes_nothing(database, folder):
    with database.writing() as session:
        take(session, offer_record("excel"))
    with pytest.raises(ContentError, match="excel: key: belongs to another source"):
        load(database, folder)
    assert set(stored(database)) == {"excel"}


def test_a_bad_funding_file_changes_no_offer(database, folder):
    (folder / "funding" / "halb.toml").write_text("id = 'halb'\n")
    with pytest.raises(FundingFileError):
        load(database, folder)
    assert stored(database) == {}


def test_a_folder_that_is_not_there_withdraws_nothing(database, folder):
    load(database, folder)
    shutil.rmtree(folder / "offers")
    with pytest.raises(ContentError, match="is not there"):
        load(database, folder)
    assert stored(database)["excel"].withdrawal is None


def test_files_that_went_are_forgotten(database, folder):
    load(database, folder)
    (folder / "offers" / "office.toml").unlink()
    load(database, folder)
    with database.reading() as session:
        assert session.scalars(select(ContentFile.path)).all() == ["offers/lager.toml"]


def test_our_own_content_loads_twice_and_on_the_next_monday(sqlite):
    first = load(sqlite, REAL)
    assert len(first.added) >= 220
    assert not first.withdrawn
    assert load(sqlite, REAL).nothing
    monday = date(2026, 11, 23)
    assert load(sqlite, REAL, today=monday).nothing
    current = [offer for offer in stored(sqlite).values() if offer.is_current(TODAY)]
    assert len(current) == len(first.added)


def test_one_provider_says_one_thing_about_its_approval():
    said = defaultdict(set)
    for record in content.read_offers(REAL / "offers", TODAY):
        said[record.provider].add(record.provider_azav)
    assert [provider for provider, answers in said.items() if len(answers) > 1] == []
