"""The pages about sources: who may, what is said, what a person decides."""

import html
import re

import pytest

from mentorhub.accounts.models import Role
from mentorhub.kit import clock
from mentorhub.kit.fetching import Fetcher, Limits
from mentorhub.kit.jobs import Desk
from mentorhub.kit.reach import Reach
from mentorhub.recommend import jobs
from mentorhub.recommend.queries import sources as rows
from tests.recommend.offers import line

PAGES = ("/redaktion/quellen", "/redaktion/quellen/1")
FIELDS = {"name": "vhs-hamm", "every": "24", "at_hour": "3", "login": "", "licence": "CC BY 4.0"}


class Office:
    """A small site, the world outside, a worker, and people."""

    def __init__(self, site, outside) -> None:
        self.site, self.database, self.outside = site, site.database, outside
        reach = Reach(frozenset({outside.host}))
        site.services.put(Fetcher("MentorHub-Test", reach, Limits(size=100_000, seconds=60.0)))
        self.desk = Desk(site.services, clock.now)
        jobs.register(self.desk)
        self.admin = site.browser(Role.programme_admin)
        self.editor = site.browser(Role.editor)

    def add(self, **fields):
        sent = FIELDS | {"address": self.outside.address()} | fields
        return self.admin.post("/redaktion/quellen", data=sent)

    def work(self) -> None:
        with self.database.reading() as session:
            assert rows.under_way(session)
        self.desk.run_due()

    def see(self, address: str = "/redaktion/quellen/1") -> str:
        return words(self.editor.get(address))


def words(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
def office(own_site, outside):
    return Office(own_site(index=False), outside)


def courses(*numbers) -> bytes:
    return b"".join(line(number, start="2099-01-11") for number in numbers)


def test_a_source_is_added_tried_switched_on_and_fetched(office):
    assert "Noch keine Quellen" in office.see("/redaktion/quellen")
    office.outside.put(courses(1, 2, 3) + b"kaputt\n")
    answer = office.add()
    assert (answer.status_code, answer.location) == (303, "/redaktion/quellen/1")
    assert "wird gerade abgerufen" in office.see()
    office.work()
    page = office.see()
    assert "4 Angebote gelesen: 3 neu, 0 geändert, 0 zurückgezogen, 1 ausgelassen." in page
    assert "Die Quelle ist neu." in page
    assert "ist kein JSON in UTF-8" in office.see("/redaktion/quellen/abrufe/1")
    assert office.editor.get("/redaktion/quellen/abrufe/1/bericht.csv").text.count("\n") == 2
    assert office.editor.post("/redaktion/quellen/1/fortsetzung").status_code == 303
    office.work()
    page = office.see()
    assert "jeden Tag um 3:00 Uhr" in page
    assert "übernommen Import 1" in page
    assert "aktuell" in office.see("/redaktion/quellen")
    assert office.editor.get("/redaktion/quellen/abrufe/2").location == "/redaktion/importe/1"


def test_most_of_a_catalogue_goes_only_after_somebody_said_so(office):
    office.outside.put(courses(1, 2, 3))
    office.add(is_whole="y")
    office.work()
    office.editor.post("/redaktion/quellen/1/fortsetzung")
    office.work()
    office.outside.put(courses(1))
    office.editor.post("/redaktion/quellen/1/abrufe")
    office.work()
    page = office.editor.get("/redaktion/quellen/1")
    assert "2 von 3 Angeboten fehlen im Katalog" in words(page)
    assert 'name="confirmed" value="2"' in page.text
    assert "Die Quelle vhs-hamm fragt Sie." in words(office.editor.get("/heute"))
    office.editor.post("/redaktion/quellen/1/abrufe", data={"confirmed": "zwei"})
    office.work()
    assert "2 von 3 Angeboten fehlen im Katalog" in office.see()
    office.editor.post("/redaktion/quellen/1/abrufe", data={"confirmed": "2"})
    office.work()
    assert "fehlen im Katalog" not in office.see()
    assert "2 Angebote wurden" not in office.see()


def test_a_failure_says_what_can_be_done(office):
    office.add()
    office.work()
    assert "Unter dieser Adresse ist nichts (404)." in office.see()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("address", "http://example.org/kurse", "muss mit https:// beginnen"),
        ("address", "ftp://example.org/kurse", "keine Adresse der Form"),
        ("address", "", "Dieses Feld wird benötigt"),
        ("name", "../etc", "Buchstaben, Ziffern"),
        ("every", "7", "gültige Auswahl"),
        ("login", "basic", "Benutzernamen"),
        ("login", "token", "Passwort oder den Token"),
    ],
)
def test_a_wrong_source_comes_back_with_what_was_typed(office, field, value, said):
    answer = office.add(**{field: value})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "CC BY 4.0" in answer.text
    assert office.outside.asked == []


def test_a_key_in_an_address_is_for_admins_only(office):
    office.add(address=office.outside.address("/kurse?key=geheim"))
    assert "key=geheim" in words(office.admin.get("/redaktion/quellen/1"))
    assert "/kurse" in office.see()
    assert "geheim" not in office.editor.get("/redaktion/quellen/1").text


def test_two_sources_cannot_have_one_name(office):
    office.add()
    answer = office.add()
    assert answer.status_code == 422
    assert "schon eine Quelle mit diesem Namen" in words(answer)


def test_a_login_is_kept_sealed_and_never_shown(office):
    office.outside.put(courses(1))
    office.add(login="basic", login_name="haus", secret="sehr-geheim")
    form = office.admin.get("/redaktion/quellen/1/aenderung")
    assert "sehr-geheim" not in form.text
    assert "haus" in form.text
    fields = FIELDS | {"address": office.outside.address(), "every": "168", "login": "basic"}
    fields |= {"login_name": "haus"}
    answer = office.admin.post("/redaktion/quellen/1/aenderung", data=fields)
    assert answer.status_code == 303
    office.work()
    assert office.outside.asked[0][2]["Authorization"].startswith("Basic ")
    assert "jede Woche" in office.see()
    elsewhere = office.admin.post(
        "/redaktion/quellen/1/aenderung", data=fields | {"address": "https://example.org/kurse"}
    )
    assert elsewhere.status_code == 422
    assert "anderen Server" in words(elsewhere)


def test_a_source_is_paused_and_removed_with_its_offers(office):
    office.outside.put(courses(1, 2))
    office.add()
    office.work()
    office.editor.post("/redaktion/quellen/1/fortsetzung")
    assert "Bitte warten Sie" in words(
        office.admin.post(
            "/redaktion/quellen/1/loeschung", data={"offers": "go"}, follow_redirects=True
        )
    )
    office.work()
    office.editor.post("/redaktion/quellen/1/pause")
    assert "von Hand pausiert" in office.see()
    assert (
        office.admin.post("/redaktion/quellen/1/loeschung", data={"offers": "x"}).status_code == 422
    )
    answer = office.admin.post(
        "/redaktion/quellen/1/loeschung", data={"offers": "go"}, follow_redirects=True
    )
    assert "2 Angebote wurden zurückgezogen" in words(answer)
    assert office.editor.get("/angebote/haus-1").status_code == 200  # editors still see it
    assert office.site.client().get("/angebote/haus-1").status_code == 410


def test_taking_an_import_back_leads_to_its_paused_source(office):
    office.outside.put(courses(1))
    office.add()
    office.work()
    office.editor.post("/redaktion/quellen/1/fortsetzung")
    office.work()
    office.editor.post("/redaktion/importe/1/ruecknahme")
    assert "Sie pausiert, damit er nicht wiederkommt" in office.see()


def test_editors_look_after_sources_and_admins_decide_about_addresses(office):
    office.add()
    for page in PAGES:
        assert office.editor.get(page).status_code == 200
        assert office.site.browser(Role.employee).get(page).status_code == 403
        assert office.site.client().get(page).status_code == 403
    for page in ("/redaktion/quellen/neu", "/redaktion/quellen/1/aenderung",
                 "/redaktion/quellen/1/loeschung"):  # fmt: skip
        assert office.admin.get(page).status_code == 200
        assert office.editor.get(page).status_code == 403
    assert office.editor.post("/redaktion/quellen", data=FIELDS).status_code == 403
    assert office.editor.post("/redaktion/quellen/1/loeschung").status_code == 403
    assert office.editor.get("/redaktion/quellen/99").status_code == 404
    assert office.editor.get("/redaktion/quellen/abrufe/99").status_code == 404
    assert "Ändern" not in office.see()
