"""Whether funding may be shown: what is over only to those who ask for it by name."""

from dataclasses import replace
from datetime import date

import pytest

from mentorhub.kit import clock
from mentorhub.recommend.engine.document import Given
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding_book import FundingBook
from tests.recommend.offers import TODAY, record
from tests.recommend.site import CONTENT, words_of

BOOK = FundingBook(funding_files.load(CONTENT / "funding"))
ENDED = {"bildungspraemie", "buergergeldbonus", "sgb3-106a"}
ALL = [one.id for one in BOOK.instruments]


def shown(text, today=TODAY) -> set[str]:
    return BOOK.shown(ALL, text, today)


@pytest.mark.parametrize(
    "text",
    [
        "Wer zahlt mir den Kurs?",
        "Kurs in der Nähe",
        "Weiterbildung während der Arbeit",
        "Zahlt das Jobcenter 75 Euro?",
        "Bonus für Menschen mit Leistungen",
        "SGB III Förderung",
        "sgb3",
        "",
    ],
)
def test_general_words_call_nothing_that_has_ended(text):
    assert shown(text) == set(ALL) - ENDED


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Gibt es die Bildungsprämie noch?", {"bildungspraemie"}),
        ("bildungspraemie", {"bildungspraemie"}),
        ("bildungspremie", {"bildungspraemie"}),
        ("Wo bekomme ich den Bürgergeldbonus", {"buergergeldbonus"}),
        ("Kurs in Kurzarbeit", {"sgb3-106a"}),
        ("§ 106a", {"sgb3-106a"}),
    ],
)
def test_what_has_ended_is_shown_to_those_who_name_it(text, called):
    assert shown(text) & ENDED == called


def test_an_instrument_is_shown_through_its_last_day_and_then_by_name_only():
    id_ = "grundbildung-alphadekade"
    assert id_ in shown("Lesen lernen", date(2026, 12, 31))
    assert id_ not in shown("Lesen lernen im Betrieb", date(2027, 1, 1))
    assert id_ in shown("Grundbildung", date(2027, 1, 1))


def test_an_instrument_that_has_not_begun_is_not_shown():
    begins = replace(BOOK.get("sgb3-82"), valid_from=date(2026, 12, 1))
    assert FundingBook([begins]).shown(["sgb3-82"], "Kurs", TODAY) == set()


def test_a_catalogue_cannot_bring_back_what_has_ended(own_site):
    site = own_site()
    site.take(
        record("bildungspraemie", kind="funding", title="Wer zahlt: 500 Euro!", on_request=True),
        source="import:haus",
    )
    with site.database.reading() as session:
        answer = site.services.get(Finder).find(
            session,
            "Wer zahlt mir den Kurs?",
            today=clock.today(),
            given=Given(kind="funding"),
            limit=50,
        )
    assert not {found.hit.key for found in answer.found} & ENDED
    page = site.client().get("/angebote/bildungspraemie")
    assert page.location == "/foerderung/bildungspraemie"
    assert "500 Euro!" not in words_of(site.client().get(page.location))
    saved = site.client().post("/merkliste/angebote", data={"key": "bildungspraemie"})
    assert saved.status_code == 404
