"""Somebody who does not know what to write is asked, finds a course, its money and a person.

Nothing of what was said stands in an address, in the log or in clear in the database, and signing
in leaves nothing of it behind.
"""

import logging

from sqlalchemy import select

from mentorhub.accounts.demo import PASSWORD
from mentorhub.kit.db import Database
from mentorhub.recommend.models import KeptTalk
from tests.journeys.reader import Reader

SECRET = "mein Chef darf das nie erfahren"
ANSWERS = {
    "Was möchten Sie lernen": "Staplerschein",
    "Wo wohnen Sie": f"Dortmund, {SECRET}",
    "Wann haben Sie Zeit": "abends",
}


def test_from_not_knowing_to_a_course_its_money_and_a_person(app, services, caplog):
    caplog.set_level(logging.DEBUG)
    reader = Reader(app)
    reader.open("/").follow("Wir fragen Sie Schritt für Schritt.")
    reader.press("Senden", text="Ich will was anderes machen")
    for _ in range(3):
        if "Gleich Kurse zeigen" not in reader.words:
            break
        reader.press("Antworten", text=_reply(reader.words))
        assert reader.path == "/frag-nach"
    assert "Diese Kurse passen am besten" in reader.words
    assert "Staplerschein am Abend" in reader.words
    reader.follow("Zur Regel: Bildungsscheck NRW")
    assert "Sie wohnen in NRW." in reader.words
    reader.open("/frag-nach").press("Senden", text="Quatsch, lieber am Wochenende")
    reader.open("/frag-nach").press("Um ein Gespräch bitten")
    assert reader.path == "/gespraech/vorbereitung"
    assert SECRET in reader.open("/frag-nach").words
    assert SECRET not in caplog.text
    with services.get(Database).reading() as session:
        assert all(SECRET.encode() not in row.sealed for row in session.scalars(select(KeptTalk)))


def test_signing_in_leaves_nothing_of_a_visitors_dialogue(app, services):
    reader = Reader(app)
    reader.open("/frag-nach").press("Senden", text=f"Stapler in Dortmund, {SECRET}")
    assert SECRET in reader.words
    reader.sign_in("ele@beispiel.test", PASSWORD)
    reader.open("/frag-nach")
    assert SECRET not in reader.words
    with services.get(Database).reading() as session:
        assert session.scalars(select(KeptTalk)).all() == []


def _reply(words: str) -> str:
    """Return the answer to the last question on the page."""
    at = {words.rfind(question): answer for question, answer in ANSWERS.items()}
    return at[max(at)] if max(at) >= 0 else "weiß nicht"
