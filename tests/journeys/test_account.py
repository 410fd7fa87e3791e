"""An employee with an account: the list comes along, and everything can be taken or deleted."""

from sqlalchemy import func, select

from mentorhub.accounts.demo import PASSWORD
from mentorhub.accounts.models import Person
from mentorhub.kit.db import Database
from mentorhub.recommend.models import SavedList, Visit

ELE = "ele@beispiel.test"
COURSE = "Staplerschein am Abend"


def _kept(services) -> list[str]:
    with services.get(Database).reading() as session:
        ele = select(Person.id).where(Person.email == ELE).scalar_subquery()
        kept = session.scalars(select(SavedList).where(SavedList.person_id == ele)).unique().all()
        return [entry.offer.title for one in kept for entry in one.offers]


def test_a_list_made_before_comes_along_to_the_account(visitor, services):
    ele = visitor().open("/suche?q=Stapler+abends+Dortmund").press(f"Merken: {COURSE}")
    ele.sign_in(ELE, PASSWORD).open("/merkliste")
    assert ele.has_link(COURSE)
    assert len(_kept(services)) == 1

    elsewhere = visitor().sign_in(ELE, PASSWORD).open("/merkliste")
    assert elsewhere.has_link(COURSE)
    ele.press("Abmelden").open("/merkliste")
    assert not ele.has_link(COURSE)


def _visits(services) -> int:
    with services.get(Database).reading() as session:
        return session.scalar(select(func.count()).select_from(Visit))


def test_answers_for_the_funding_do_not_pass_to_the_next_reader(visitor, services):
    def tell(reader):
        reader.open("/foerderung/angaben").press("Frage erlauben", gesundheit="ja")

    reader = visitor()
    tell(reader)
    assert _visits(services) == 1
    reader.sign_in(ELE, PASSWORD)
    assert _visits(services) == 0
    tell(reader)
    assert _visits(services) == 1
    reader.open("/konto").press("Abmelden")
    assert _visits(services) == 0


def test_signing_out_everywhere_leaves_only_the_browser_at_hand(visitor, person):
    phone, kiosk = person("ele"), person("ele")
    phone.open("/konto").follow("Wo ich angemeldet bin")
    phone.press("Überall sonst abmelden")
    assert phone.open("/konto").path == "/konto"
    assert kiosk.open("/konto").path == "/anmelden"


def test_an_employee_takes_everything_along_and_is_forgotten(visitor, person, services, work, post):
    ele = person("ele").open("/suche?q=Stapler+abends+Dortmund").press(f"Merken: {COURSE}")
    ele.open("/merkliste").press("Link erstellen")
    shared = ele.link("/geteilt/")

    ele.open("/konto").follow("Meine Daten").follow("Meine Daten herunterladen")
    own = ele.answer.get_json()
    assert own["person"]["email"] == ELE
    assert COURSE in str(own)

    ele.open("/konto/daten").press("Endgültig löschen", password="nicht mein Passwort", sure="y")
    assert ele.status == 422
    ele.press("Endgültig löschen", password=PASSWORD, sure="y")
    assert ele.path == "/"
    work()
    assert len(post(ELE)) == 1

    assert visitor().sign_in(ELE, PASSWORD).open("/konto").path == "/anmelden"
    assert visitor().open(shared).status == 404
    assert _kept(services) == []
    assert "Ele Arslan" not in person("admin").open("/verwaltung/personen").words
