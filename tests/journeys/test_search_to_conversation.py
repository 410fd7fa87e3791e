"""From a sentence in plain words to a course, its funding and a conversation.

A visitor searches, corrects what was understood, finds an offer, answers a question about
funding, keeps the offer, shares the list and asks for a conversation; a mentor takes it. Nobody
on the employer's side, and nobody who runs the site, ever sees any of it.
"""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from mentorhub.accounts.demo import SIGN_INS
from mentorhub.accounts.models import Organisation
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.db import Database
from mentorhub.recommend.models import Visit
from mentorhub.tandems.models import Case
from tests.journeys.conftest import text_of
from tests.journeys.reader import Reader

SENTENCE = "Ich will abends in Dortmund Stapler fahren lernen, höchstens 300 Euro"
COURSE = "Staplerschein am Abend"
NAME = "Zehra"
CONTACT = "0171 5550123, ab 17 Uhr"
WISH = "Ich stehe seit elf Jahren am Band und will weg von der Nachtschicht."
NOTES = "Hat Angst vor der Prüfung, weil die letzte schiefging."
STEP = "Probestunde in der Halle ausmachen"
SECRETS = (NAME, "5550123", "elf Jahren am Band", "letzte schiefging", "in der Halle ausmachen")
EVERYBODY_ELSE = ("ele", "chris", "koni", "pruefer", "ausschuss", "redaktion", "forschung", "admin")
# Pages about courses are the same for everybody and hold nothing of anybody.
PUBLIC = re.compile(r"/(suche|angebote|foerderung|impressum|datenschutz|barriere|neutral|static)")
MOST_PAGES = 60


def _search(reader: Reader) -> Reader:
    return reader.open("/").press("Kurse suchen", q=SENTENCE)


def _ask(reader: Reader, stamp: str, **changes: str) -> str:
    """Ask for a conversation and return the private link."""
    told = {"first_name": NAME, "contact": CONTACT, "wish": WISH, "consent": "y", "stamp": stamp}
    reader.press("Anliegen absenden", **(told | changes))
    assert reader.status == 200, reader.words
    assert "Ihr Anliegen ist angekommen" in reader.words
    return reader.path


def _take(mentor: Reader) -> str:
    """Take what waits at the desk and return the address of the case."""
    mentor.open("/").follow("Anliegen").follow(NAME)
    assert WISH in mentor.words
    assert "5550123" not in mentor.words
    mentor.press("Ich übernehme das")
    assert CONTACT in mentor.words
    return mentor.path


def _log(mentor: Reader, case: str) -> None:
    mentor.open(case).follow("Gespräch festhalten")
    mentor.press(
        "Gespräch speichern",
        minutes="40",
        channel="phone",
        notes=NOTES,
        step1=STEP,
        due1="2027-01-15",
    )
    assert mentor.path == case
    assert NOTES in mentor.words
    assert STEP in mentor.words


def _crawl(reader: Reader) -> Iterator[tuple[str, str]]:
    """Visit every page that links lead to, except public ones; yield address and content."""
    waiting, seen = ["/heute", "/konto", "/merkliste"], set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        reader.open(address)
        assert reader.answer
        yield address, reader.answer.get_data().decode(errors="replace")  # sheets are no text
        links = [href.split("#")[0] for _text, href in reader.page.links]
        waiting += [one for one in links if one.startswith("/") and not PUBLIC.match(one)]


def test_what_was_understood_can_be_changed_until_it_is_right(visitor):
    anna = _search(visitor())
    assert "So haben wir Sie verstanden" in anna.words
    for chip in ("Thema: Stapler fahren lernen", "Ort: Dortmund", "Zeit: abends"):
        assert anna.has_link(chip)
    assert anna.has_link(COURSE)

    anna.follow("Weglassen: Preis: höchstens 300 €")
    assert not anna.has_link("Preis: höchstens")
    assert anna.has_link("Zeit: abends")

    anna.press("Kurse zeigen", zeit=["weekend"], umkreis="100")
    assert anna.has_link("Zeit: am Wochenende")
    assert not anna.has_link("Zeit: abends")
    assert not anna.has_link("Preis: höchstens")
    assert anna.has_link("Wochenende")

    anna.follow("Weglassen: Zeit: am Wochenende")
    assert not anna.has_link("Zeit: ")


def test_an_answer_about_funding_counts_here_and_on_every_other_page(visitor, services):
    anna = _search(visitor()).follow(COURSE)
    assert "In welchem Bundes-Land wohnen Sie?" in anna.words
    anna.press("Nordrhein-Westfalen")
    assert "Erfüllt: Sie wohnen in NRW." in anna.words
    anna.follow("1 Angabe ansehen")
    assert "Nordrhein-Westfalen" in anna.words

    with services.get(Database).reading() as session:
        kept = session.scalars(select(Visit)).one()
        assert b"Nordrhein" not in bytes(kept.sealed)
        assert b"NW" not in bytes(kept.sealed)

    anna.press("Alle Angaben jetzt löschen")
    assert "Sie haben uns noch nichts gesagt." in anna.words
    with services.get(Database).reading() as session:
        assert session.scalars(select(Visit)).all() == []


def test_a_list_is_kept_without_an_account_and_shared_without_a_name(visitor):
    anna, friend = visitor(), visitor()
    _search(anna).press(f"Merken: {COURSE}")
    anna.open("/merkliste")
    assert anna.has_link(COURSE)
    anna.press("Link erstellen")
    link = anna.link("/geteilt/")

    friend.open(link)
    assert friend.has_link(COURSE)
    friend.open("/merkliste")
    assert "Noch nichts gemerkt." in friend.words

    anna.press("Link abschalten")
    assert friend.open(link).status == 404


def test_what_it_is_about_is_not_taken_for_a_search(visitor):
    anna = _search(visitor()).follow(COURSE).follow("Um ein Gespräch bitten", last=True)
    assert f"Sie haben gesucht: {SENTENCE}" in anna.words
    assert COURSE in dict(anna.form("Anliegen absenden").fields)["wish"]
    anna.open("/foerderung").follow("Um ein Gespräch bitten", last=True)
    assert "Sie haben gesucht" not in anna.words
    assert "Bezahlen" in dict(anna.form("Anliegen absenden").fields)["wish"]


def test_from_a_sentence_to_a_conversation(
    visitor, person, opened_before, work, post, services, caplog
):
    caplog.set_level(logging.DEBUG)
    anna = _search(visitor())
    anna.follow("Weglassen: Preis: höchstens 300 €").follow(COURSE)
    anna.press("Nordrhein-Westfalen").press("Merken")
    assert "Gemerkt" in anna.words

    # She asks from her search, so that her mentor can see what she was looking for.
    _search(anna).follow("Um ein Gespräch bitten", last=True)
    assert SENTENCE in anna.words
    assert COURSE in anna.words
    private = _ask(anna, opened_before, postcode="44145", shows_search="y")
    assert "Arbeitgeberverband Westfalen Mitte (Beispiel), Dortmund (1 Mentor:in)" in anna.words

    work()
    [letter] = map(text_of, post("ines@beispiel.test"))
    assert "Jemand möchte mit Ihnen sprechen" in letter
    assert "/anliegen" in letter
    assert not any(secret in letter for secret in SECRETS)
    assert [len(post(f"{who}@beispiel.test")) for who in ("ben", "ali", "chris")] == [0, 0, 0]

    ines = person("ines")
    case = _take(ines)
    assert SENTENCE in ines.words
    assert ines.has_link(COURSE)
    _log(ines, case)
    ines.follow("Blatt zum Mitgeben")
    assert STEP in ines.words
    assert NOTES not in ines.words
    assert "Ines Brandt" in anna.open(private).words

    _nobody_else_learns_anything(services, person, case, outsiders=(*EVERYBODY_ELSE, "ben", "ali"))
    _take_it_back(anna, private, ines, case, work, post)
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "answered" in logged
    assert not [words for words in (*SECRETS, SENTENCE) if words in logged]


def test_from_a_sentence_to_a_colleague_in_the_company(
    visitor, person, opened_before, work, post, services
):
    with services.get(Database).reading() as session:
        company = session.scalars(
            select(Organisation).where(Organisation.name.startswith("Metallbau"))
        ).one()
    anna = visitor()
    anna.open("/gespraech").press(
        "Anliegen absenden",
        first_name=NAME,
        contact=CONTACT,
        wish=WISH,
        whom="inside",
        consent="y",
        stamp=opened_before,
    )
    assert anna.status == 422
    assert "brauchen wir den Code" in anna.words
    private = _ask(anna, opened_before, whom="inside", code=company.code.lower())
    assert "Metallbau Hellweg GmbH (Beispiel)" in anna.words

    work()
    assert len(post("ben@beispiel.test")) == 1
    assert [len(post(f"{who}@beispiel.test")) for who in ("ines", "ali", "chris")] == [0, 0, 0]
    assert NAME not in person("ines").open("/anliegen").words

    ben = person("ben")
    case = _take(ben)
    _log(ben, case)
    _nobody_else_learns_anything(services, person, case, outsiders=(*EVERYBODY_ELSE, "ines", "ali"))
    _take_it_back(anna, private, ben, case, work, post)


def test_a_request_that_nobody_inside_takes_goes_outside_when_she_says_so(
    visitor, person, opened_before, work, post, services
):
    with services.get(Database).reading() as session:
        company = session.scalars(
            select(Organisation).where(Organisation.name.startswith("Metallbau"))
        ).one()
    anna = visitor().open("/gespraech")
    _ask(anna, opened_before, whom="inside", code=company.code)
    anna.press("An jemanden von außen geben")
    assert "Arbeitgeberverband" in anna.words
    work()
    assert len(post("ines@beispiel.test")) == 1
    assert NAME not in person("ben").open("/anliegen").words
    assert NAME in person("ines").open("/anliegen").words


def _nobody_else_learns_anything(services, person, case: str, outsiders: tuple[str, ...]) -> None:
    """Try every door to the case and read every page there is, as everybody else."""
    with services.get(Database).reading() as session:
        taken = session.get_one(Case, int(case.rsplit("/", 1)[1]))
        doors = [case, f"{case}/druck", f"{case}/ende", f"{case}/gespraeche"]
        doors += [f"{case}/gespraeche/{taken.conversations[0].id}"]
        doors += [f"/anliegen/{taken.request_id}"]
        log = [(entry.deed, entry.subject) for entry in session.scalars(select(AuditEntry))]
    _nothing_lies_open(services)
    assert not [deed for deed, _subject in log if deed.startswith(("case", "request", "tandem"))]
    assert set(outsiders) <= {one.email.split("@")[0] for one in SIGN_INS}
    for who in outsiders:
        reader = person(who)
        for door in doors:
            assert reader.open(door).status in (403, 404, 409), (who, door)
            assert not any(secret in reader.words for secret in SECRETS), (who, door)
        for address, text in _crawl(reader):
            assert not any(secret in text for secret in SECRETS), (who, address)


def _nothing_lies_open(services) -> None:
    """No byte of the database tells what was written, searched for or noted."""
    path = Path(services.get(Database).url.database)
    files = [path, path.with_name(f"{path.name}-wal")]
    stored = b"".join(one.read_bytes() for one in files if one.exists())
    assert not [words for words in (*SECRETS, SENTENCE) if words.encode() in stored]


def _take_it_back(anna: Reader, private: str, mentor: Reader, case: str, work, post) -> None:
    """Withdraw by the private link; afterwards nothing is left, and the mentor knows it."""
    address = "ines@beispiel.test" if "ines" in mentor.email else "ben@beispiel.test"
    anna.open(private)
    assert not any(secret in anna.words for secret in SECRETS)
    anna.press("Einwilligung zurücknehmen")
    assert anna.status == 422
    anna.press("Einwilligung zurücknehmen", sure="y")
    assert "Alles ist gelöscht" in anna.words
    work()
    assert "Einwilligung" in text_of(post(address)[-1])
    mentor.open(case)
    assert "Alles über diese Person ist gelöscht" in mentor.words
    assert not any(secret in mentor.words for secret in SECRETS)


@pytest.mark.parametrize("door", ["/anliegen", "/faelle", "/faelle/1", "/faelle/1/gespraeche"])
def test_a_visitor_is_led_to_the_sign_in(visitor, door):
    reader = visitor().open(door)
    assert reader.path == "/anmelden"
    assert "Anmelden" in reader.words
