"""A mentor finds out in a case who pays for a course; nobody else learns what was told for it."""

from pathlib import Path

from sqlalchemy import select

from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.db import Database
from mentorhub.tandems.demo import TAKEN
from mentorhub.tandems.models import CaseFunding

OFFICES = ("ele", "chris", "koni", "pruefer", "ausschuss", "redaktion", "forschung", "admin")
EVERYBODY_ELSE = (*OFFICES, "ben", "ali")
TOLD = {
    "beschaeftigt": "ja",
    "berufsabschluss": "nein",
    "betriebsgroesse": "34",
    "bruttolohn_monat": "2876,54",
    "wochenstunden": "38,5",
    "ziel": "abschluss_ausbildungsberuf_min_2_jahre",
    "dauer_stunden": "480",
    "kursgebuehr": "4800",
    "massnahme_azav": "ja",
    "traeger_azav": "ja",
    "beginn": "2027-04-05",
}
SECRETS = ("2876", "2.876", "Kurs für Aylin")


def _form(ines):
    ines.open("/faelle").follow("Aylin")
    case = ines.path
    ines.follow("Wer bezahlt einen Kurs?")
    return case, ines.path


def test_from_a_few_facts_to_next_steps_on_paper(person):
    ines = person("ines")
    case, page = _form(ines)
    ines.press("Ausrechnen", **TOLD, keep="now")
    assert ines.status == 200
    assert "Bildungsgutschein + Förderung für Beschäftigte: Sie zahlen 0 €" in ines.words
    assert "§ 81 Abs. 2, § 82 Abs. 3 Satz 2 und 3 SGB III" in ines.words

    ines.press("Als nächste Schritte übernehmen")
    assert "5 Aufgaben sind jetzt nächste Schritte." in ines.words
    ines.press("Mit dieser Wahl weiter", keep="case", on_sheet="y")
    assert ines.path == page
    assert ines.words.count("schon ein nächster Schritt") == 5

    ines.open(case).follow("Blatt zum Mitgeben")
    assert "Förderung für Beschäftigte: Der Betrieb oder Sie stellen den Antrag." in ines.words
    assert "So kann der Kurs bezahlt werden" in ines.words
    assert "Sie zahlen voraussichtlich 0 €." in ines.words
    assert not [secret for secret in SECRETS if secret in ines.words]

    ines.open(page).press("Diese Angaben jetzt löschen")
    assert "Die Angaben zur Förderung sind gelöscht." in ines.words
    assert "2876" not in str(dict(ines.form("Ausrechnen").fields))
    ines.open(case).follow("Blatt zum Mitgeben")
    assert "So kann der Kurs bezahlt werden" not in ines.words


def test_nobody_else_learns_what_was_told(person, visitor, services):
    ines = person("ines")
    case, page = _form(ines)
    ines.press("Ausrechnen", **TOLD, keep="case", on_sheet="y")
    assert "Sie zahlen 0 €" in ines.words
    for who in EVERYBODY_ELSE:
        reader = person(who)
        for door in (page, f"{case}/druck"):
            assert reader.open(door).status in (403, 404), (who, door)
            assert not [secret for secret in SECRETS if secret in reader.words], (who, door)
    assert visitor().open(page).path == "/anmelden"

    database = services.get(Database)
    with database.reading() as session:
        assert not [e for e in session.scalars(select(AuditEntry.deed)) if "funding" in e]
    path = Path(database.url.database)
    files = [path, path.with_name(f"{path.name}-wal")]
    stored = b"".join(one.read_bytes() for one in files if one.exists())
    assert b"2876.54" not in stored

    aylin = visitor().open(f"/gespraech/{TAKEN.token}")
    aylin.press("Einwilligung zurücknehmen", sure="y")
    with database.reading() as session:
        assert session.scalars(select(CaseFunding)).all() == []
    assert ines.open(page).status == 404
