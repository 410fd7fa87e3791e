"""Pages past a review date: no amount anywhere."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from mentorhub.kit import clock
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.guide import Guide
from tests.recommend.site import words_of
from tests.recommend.test_views_dialogue import said

OFFER = "/angebote/stapler-dortmund-tag"
SAYS = "wird geprüft"
AMOUNT = re.compile(r"\d[\d.,]* (Euro|EUR|€|Prozent|%|per cent)|€ ?\d")


def put(site, book) -> None:
    """Have the whole site go by these instruments."""
    finder = Finder(site.services.get(Finder).engine, book)
    site.services.put(book)
    site.services.put(finder)
    site.services.put(Guide(finder, site.gazetteer))


@pytest.fixture
def late_site(own_site):
    """A site on which every rule should have been looked at until yesterday."""
    site = own_site()
    yesterday = clock.today() - timedelta(days=1)
    put(
        site,
        FundingBook(
            [
                one if one.ended else replace(one, review_on=yesterday, valid_until=None)
                for one in site.book.instruments
            ]
        ),
    )
    return site


def running(site):
    return [one for one in site.book.instruments if not one.ended]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_of_a_late_rule_names_no_amount_and_where_to_ask(late_site, language):
    visitor = late_site.client()
    visitor.set_cookie("language", language)
    for one in running(late_site):
        page = visitor.get(f"/foerderung/{one.id}")
        words = words_of(page)
        assert page.status_code == 200
        assert {"de": SAYS, "en": "is being checked"}[language] in words
        assert not AMOUNT.search(words), words
        assert one.name.say(language) in words
        assert one.apply.where.say(language) in words
        assert one.source in words
        assert one.text[0].say(language)[:40] not in words
        assert 'name="answer"' not in page.text


def test_the_list_says_of_each_late_rule_that_it_is_being_checked(late_site):
    words = words_of(late_site.client().get("/foerderung"))
    assert words.count("Diese Regel wird geprüft.") == len(running(late_site))
    assert not AMOUNT.search(words[: words.index("Das gibt es nicht mehr")])


def test_an_offer_hopes_for_no_amount_of_a_late_rule(late_site, site):
    price = "Vielleicht nur"
    assert price in words_of(site.client().get(OFFER))
    page = late_site.client().get(OFFER)
    words = words_of(page)
    assert "Die Regel wird geprüft" in words
    assert price not in words
    assert "Sie zahlen voraussichtlich" not in words
    assert "So kann der Kurs bezahlt werden" not in words
    boxes = " ".join(re.findall(r'<details class="fund".*?</details>', page.text, re.DOTALL))
    assert SAYS in boxes
    assert not AMOUNT.search(boxes)


def test_the_only_thing_to_do_for_a_late_rule_is_to_ask(late_site):
    visitor, start = late_site.client(), clock.today() + timedelta(days=200)
    for one in running(late_site):
        address = f"/foerderung/{one.id}/schritte"
        page = visitor.get(f"{address}?beginn={start}")
        words = words_of(page)
        assert page.status_code == 200
        assert SAYS in words
        assert "Jetzt ein Rat Fragen Sie nach, was heute gilt." in words
        assert one.apply.where.de in words
        assert "muss sein" not in words
        assert 'name="beginn"' not in page.text
        assert visitor.get(f"{address}.ics?beginn={start}").status_code == 404
        told = visitor.get(f"/api/v1/funding/{one.id}/steps?start={start}").get_json()
        assert [task["id"] for task in told["tasks"]] == ["nachfragen"]


@pytest.mark.parametrize(
    "address", ["/suche?q=Stapler+fahren", "/suche?q=Wer+bezahlt+einen+Kurs%3F&art=funding"]
)
def test_a_search_names_no_amount_of_a_late_rule(late_site, address):
    words = words_of(late_site.client().get(address))
    assert SAYS in words
    assert "Vielleicht nur" not in words


def test_a_dialogue_says_that_a_rule_is_being_checked(late_site):
    page = said(late_site.client(), "Bekomme ich den Bildungsgutschein?")
    assert "Bildungsgutschein: Diese Regel wird geprüft." in words_of(page)


def test_the_interface_says_so_and_tells_no_rule(late_site):
    program = late_site.client()
    told = program.get("/api/v1/funding/sgb3-82").get_json()
    assert told["under_review"] is True
    assert SAYS in told["summary"]["de"]
    assert told["text"] == told["conditions"] == []
    judged = program.post("/api/v1/funding", json={"facts": {"alter": 46}}).get_json()
    late = [one for one in judged["items"] if one["under_review"]]
    assert len(late) == len(running(late_site))
    assert {one["status"] for one in late} == {"unknown"}
    assert judged["next_question"] is None
    hit = program.get("/api/v1/search?q=Stapler&limit=1").get_json()["hits"][0]
    assert all(one["under_review"] for one in hit["funding"])


def test_in_time_nothing_is_being_checked(site):
    for address in ("/foerderung", "/foerderung/sgb3-82", OFFER):
        assert SAYS not in words_of(site.client().get(address))
    assert site.client().get("/api/v1/funding/sgb3-82").get_json()["under_review"] is False
