"""Pages at providers: what readers see of them, and what editors can do about dead ones."""

import html
import re
from datetime import timedelta

import pytest

from mentorhub.accounts.models import Role
from mentorhub.kit import clock
from mentorhub.kit.fetching import Fetcher
from mentorhub.kit.jobs import Desk
from mentorhub.kit.reach import Reach
from mentorhub.recommend import jobs
from mentorhub.recommend.actions import links
from mentorhub.recommend.link_check import LIMITS, LinkChecker, LinkWatch
from mentorhub.recommend.models import Source
from mentorhub.recommend.queries import links as rows
from tests.recommend.offers import HAGEN, record

PAGE = "/redaktion/links"


class Office:
    """A small site with one offer that leads outside, a worker, and an editor."""

    def __init__(self, site, outside) -> None:
        self.site, self.database, self.outside = site, site.database, outside
        fetcher = Fetcher("MentorHub", Reach(frozenset({outside.host})), LIMITS)
        self.checker = LinkChecker(fetcher, timedelta(days=7), sleep=lambda _s: None)
        site.services.put(LinkWatch(self.checker))
        self.desk = Desk(site.services, clock.now)
        jobs.register(self.desk)
        self.editor = site.browser(Role.editor)
        self.offer("buehne", "/k?a=1&b=2")

    def offer(self, key: str, path: str) -> None:
        fields = vars(HAGEN) | {"key": key, "link": self.outside.address(path)}
        self.site.take(record(**fields), source="import:haus")
        self.collect()

    def collect(self) -> None:
        with self.database.writing() as session:
            links.collect(session, today=clock.today())

    def check(self, days: int = 0) -> None:
        """Let the worker look on a day to come; the clock of the pages stays."""
        then = clock.now() + timedelta(days=days)
        links.carry_out(links.Errand(self.database, self.checker, lambda: then))

    def link_id(self) -> int:
        with self.database.reading() as session:
            page = rows.editors_page(session, state="all", origin="", page=1, today=clock.today())
            return page.rows[0].id

    def see(self, address: str = PAGE) -> str:
        return words(self.editor.get(address))


def words(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
def office(own_site, outside):
    return Office(own_site(index=False), outside)


def test_an_offer_leads_plainly_to_its_page_at_the_provider(office):
    page = office.site.client().get("/angebote/buehne")
    (link,) = re.findall(r"<a [^>]*rel=\"noopener[^>]*>", page.text)
    assert f'href="{html.escape(office.outside.address("/k?a=1&b=2"))}"' in link
    assert 'rel="noopener noreferrer nofollow external"' in link
    assert 'referrerpolicy="no-referrer"' in link
    assert f"Die Seite gehört zu {office.outside.host}." in words(page)
    assert "erreichbar" not in words(page)
    assert "Zur Seite des Anbieters" not in words(
        office.site.client().get("/angebote/stapler-dortmund-tag")
    )


def test_a_page_that_was_there_says_when(office):
    office.outside.put(b"", "/k?a=1&b=2")
    office.check()
    assert "Zuletzt erreichbar am" in words(office.site.client().get("/angebote/buehne"))
    told = office.site.client().get("/api/v1/offers/buehne").get_json()
    assert told["link"] == office.outside.address("/k?a=1&b=2")
    assert (told["link_state"], told["link_checked_on"]) == ("there", clock.today().isoformat())
    assert told["url"] == "http://localhost/angebote/buehne"


def test_a_dead_link_leaves_the_offer_where_it_is_and_says_so(office):
    office.check()
    page = words(office.site.client().get("/angebote/buehne"))
    assert "war sie nicht erreichbar" in page
    office.check(days=8)
    page = words(office.site.client().get("/angebote/buehne"))
    assert "Die Seite des Anbieters war beim letzten Prüfen nicht erreichbar" in page
    assert "Das heißt nicht, dass der Kurs ausfällt" in page
    assert "Zur Seite des Anbieters" in page
    assert office.site.client().get("/api/v1/offers/buehne").get_json()["link_state"] == "dead"


def test_editors_find_dead_links_where_they_work(office):
    assert "mit totem Link" not in office.see("/redaktion/angebote")
    office.check()
    office.check(days=8)
    assert "mit totem Link 1" in office.see("/redaktion/angebote")
    assert "toter Link" in office.see("/redaktion/angebote?stand=dead_link")
    assert "Stapler" not in office.see("/redaktion/angebote?stand=dead_link")
    assert "1 Link zu einem Anbieter führt ins Leere" in office.see("/heute")
    page = office.see()
    assert (
        f"{office.outside.address('/k?a=1&b=2')} tot Unter dieser Adresse ist nichts (404)." in page
    )
    assert HAGEN.title in page
    assert "höchstens alle 7 Tage geprüft" in page
    assert "Die Seite beim Anbieter gibt es nicht mehr" in office.see("/redaktion/angebot/buehne")


def test_a_page_is_looked_at_again_at_once_where_somebody_asks(office):
    office.check()
    office.outside.put(b"", "/k?a=1&b=2")
    back = "/redaktion/angebot/buehne"
    address = f"{PAGE}/{office.link_id()}/pruefungen"
    answer = office.editor.post(address, data={"next": back})
    assert (answer.status_code, answer.location) == (303, back)
    assert "wird geprüft" in office.see(f"{PAGE}?stand=doubtful")
    office.desk.run_due()
    assert "einmal nicht erreichbar 0" in office.see()
    assert "erreichbar 1" in office.see()
    assert office.editor.post(address, data={"next": "https://boese.example"}).location == PAGE


def test_a_source_says_how_many_of_its_links_are_dead(office):
    with office.database.writing() as session:
        now = clock.now()
        for name in ("haus", "nachbar"):
            session.add(Source(name=name, address="x", every_hours=24, at=now, due_at=now))
    assert "Tote Links" in office.see("/redaktion/quellen")
    assert "gibt es nicht mehr" not in office.see("/redaktion/quellen/1")
    office.check()
    office.check(days=8)
    assert "1 Seite, zu der ihre Angebote führen, gibt es nicht mehr" in office.see(
        "/redaktion/quellen/1"
    )
    assert f"{PAGE}?quelle=1" in office.editor.get("/redaktion/quellen").text
    assert "tot 1" in office.see(f"{PAGE}?quelle=1")
    page = office.see(f"{PAGE}?quelle=2")
    assert "Nur die der Quelle nachbar." in page
    assert "tot 0" in page


def test_the_list_can_be_narrowed_and_hostile_values_do_no_harm(office):
    office.offer("zweite", "/l")
    assert "noch nicht geprüft 2" in office.see()
    for query in ("?stand=x", "?quelle=x", "?seite=99", "?stand=all&quelle=", "?quelle=٣"):
        assert office.editor.get(PAGE + query).status_code == 200
    assert office.editor.get(f"{PAGE}?quelle=99").status_code == 404
    assert office.editor.get(f"{PAGE}?quelle={'9' * 40}").status_code == 404


def test_where_the_operator_has_not_allowed_it_nothing_can_be_asked(office):
    office.check()
    office.site.services.put(LinkWatch())
    page = office.editor.get(f"{PAGE}?stand=all")
    assert "MENTORHUB_LINK_DAYS" in words(page)
    assert "Jetzt prüfen" not in words(page)
    assert office.editor.post(f"{PAGE}/{office.link_id()}/pruefungen").status_code == 404


def test_links_are_the_business_of_editors(office):
    address = f"{PAGE}/{office.link_id()}/pruefungen"
    for client in (office.site.browser(Role.employee), office.site.client()):
        assert client.get(PAGE).status_code == 403
        assert client.post(address).status_code == 403
    assert office.editor.post(f"{PAGE}/99/pruefungen").status_code == 404


def test_a_link_is_written_by_an_editor_and_one_that_is_none_is_refused(office):
    page = office.editor.get("/redaktion/angebot/buehne").text
    sent = {
        name: html.unescape(value)
        for name, value in re.findall(r'name="(seen|title|dates-[\w-]+)"[^>]*value="([^"]*)"', page)
    }
    sent |= {"kind": "course", "price_kind": "unknown", "on_request": "y", "provider": "Haus"}
    answer = office.editor.post("/redaktion/angebot/buehne", data=sent | {"link": "javascript:x"})
    assert answer.status_code == 422
    assert "die mit https:// oder http:// beginnt" in words(answer)
    answer = office.editor.post(
        "/redaktion/angebot/buehne", data=sent | {"link": "www.haus.example/neu"}
    )
    assert answer.status_code == 303
    assert "https://www.haus.example/neu" in office.editor.get("/redaktion/angebot/buehne").text
    assert "Seite beim Anbieter" in office.see("/redaktion/verlauf/buehne")
