"""Pages past a review date: no amount anywhere; and what editors see of reviews and versions."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from mentorhub.accounts.models import Role
from mentorhub.kit import clock
from mentorhub.recommend.actions import funding
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.guide import Guide
from tests.recommend.site import CONTENT, links_of, words_of
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
    price = "Vielleicht zahlen Sie nur"
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
    assert "Vielleicht zahlen Sie nur" not in words


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


def load(site, **changed) -> None:
    """Load the rules, some of them with a text of their own, None for a file that went."""
    files = {path.name: path.read_bytes() for path in (CONTENT / "funding").glob("*.toml")}
    files |= {f"{id_}.toml": text for id_, text in changed.items()}
    with site.database.writing() as session:
        kept = {name: text for name, text in files.items() if text is not None}
        funding.keep_versions(session, kept, clock.now())


def afbg(old=b"", new=b"") -> bytes:
    return (CONTENT / "funding" / "afbg.toml").read_bytes().replace(old, new, 1)


def test_editors_see_what_is_due_with_source_date_and_what_to_check(late_site):
    editor = late_site.browser(Role.editor)
    page = editor.get("/redaktion/foerderung")
    words = words_of(page)
    late, soon = words.index("Zu spät"), words.index("In den nächsten 60 Tagen")
    for one in running(late_site):
        assert late < words.index(one.name.de, late) < soon
        assert f"/redaktion/foerderung/{one.id}" in links_of(page)
        assert one.source in words
        assert all(point.de in words for point in one.check)
    board = words_of(editor.get("/heute"))
    assert "Förder-Regeln zu prüfen" in board
    assert "wird geprüft, ohne Beträge" in board


def test_nothing_due_is_no_board(own_site):
    site = own_site(index=False)
    site.services.put(FundingBook([one for one in site.book.instruments if one.ended]))
    assert "Förder-Regeln zu prüfen" not in words_of(site.browser(Role.editor).get("/heute"))


def test_editors_read_every_version_and_what_it_changed(own_site):
    site = own_site(index=False)
    load(site)
    load(site, afbg=afbg(b"grant_percent = 50", b"grant_percent = 40"))
    load(site, afbg=afbg(b"review_on", b"# gelesen\nreview_on"))
    editor = site.browser(Role.editor)
    words = words_of(editor.get("/redaktion/foerderung/afbg"))
    assert (
        words.index("3. ") < words.index("2. Geändert") < words.index("1. Zum ersten Mal geladen")
    )
    assert "share: grant_percent 50 40" in words
    assert "Die Regel sagt etwas anderes" in words
    file = editor.get("/redaktion/foerderung/afbg/2.toml")
    assert file.mimetype == "application/toml"
    assert b"grant_percent = 40" in file.data
    assert editor.get("/redaktion/foerderung/afbg/9.toml").status_code == 404
    assert editor.get("/redaktion/foerderung/gibt-es-nicht").status_code == 404


def test_a_removed_rule_keeps_its_history(own_site):
    site = own_site(index=False)
    load(site)
    load(site, afbg=None)
    site.services.put(FundingBook([one for one in site.book.instruments if one.id != "afbg"]))
    editor = site.browser(Role.editor)
    assert "/redaktion/foerderung/afbg" in links_of(editor.get("/redaktion/foerderung"))
    words = words_of(editor.get("/redaktion/foerderung/afbg"))
    assert "2. Die Datei ist weg" in words
    assert editor.get("/redaktion/foerderung/afbg/2.toml").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/redaktion/foerderung", "/redaktion/foerderung/afbg", "/redaktion/foerderung/afbg/1.toml"],
)
def test_only_editors_see_reviews_and_versions(own_site, address):
    site = own_site(index=False)
    load(site)
    assert site.browser(Role.programme_admin).get(address).status_code == 200
    assert site.browser(Role.employee).get(address).status_code == 403
    assert site.client().get(address).status_code == 403


def test_visitors_read_what_has_changed_and_when_but_no_words_about_words(own_site):
    site = own_site(index=False)
    load(site)
    assert "Was sich geändert hat" not in words_of(site.client().get("/foerderung/afbg"))
    load(site, afbg=afbg(b"review_on", b"# gelesen\nreview_on"))
    assert "Was sich geändert hat" not in words_of(site.client().get("/foerderung/afbg"))
    load(site, afbg=afbg(b"grant_percent = 50", b"grant_percent = 40"))
    words = words_of(site.client().get("/foerderung/afbg"))
    assert re.search(r"Was sich geändert hat \w\w, \d+\. \w+ \d{4}: wie viel es gibt", words)
