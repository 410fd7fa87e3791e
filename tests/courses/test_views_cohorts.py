"""Groups on pages: founding one, keeping it, being in it, and what each side sees."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from icalendar import Calendar
from sqlalchemy import select

from mentorhub.accounts.models import OrganisationKind, Person, Role
from mentorhub.courses.actions import reminding
from mentorhub.courses.models import Cohort, CohortMember, LiveDate, PracticeHanding
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import progress
from mentorhub.kit.mail import OutboxMail
from mentorhub.web.mailer import Mailer
from tests import people
from tests.courses.cohort_house import House

FORM = {"name": "Winter", "subject": "k:werkstatt", "begins_on": "2026-12-01", "ends_on": ""}


class There:
    """The house behind a site: its people's browsers, and the ids of what is in it."""

    def __init__(self, site, noon):
        self.site = site
        with site.database.writing() as session:
            house = House(session, noon)
            self.koni, self.lena = house.koni.id, house.lena.id
            self.ben, self.ines = house.ben.id, house.ines.id
            self.cohort, self.date = house.cohort.id, house.date.id
            self.handing, self.attempt = house.handing.id, house.attempt.id
            self.home, self.company = house.association.id, house.company.id
        self.base = f"/lernen/gruppen/{self.cohort}"

    def browser(self, person_id):
        return self.site.client(person_id)

    def one(self, query):
        return self.site.read(lambda session: session.scalar(query))

    def letters(self):
        return self.site.read(lambda session: session.scalars(select(OutboxMail)).all())

    def change(self, deed):
        with self.site.database.writing() as session:
            return deed(session)


@pytest.fixture
def there(site, noon):
    return There(site, noon)


@pytest.fixture
def koni(there):
    return there.browser(there.koni)


@pytest.fixture
def lena(there):
    return there.browser(there.lena)


def test_a_coordinator_founds_a_group_in_their_own_organisation_only(there, koni):
    page = koni.get("/lernen/gruppen/neu").text
    assert "Verband Dortmund" in page
    assert "Verband Köln" not in page
    wrong = koni.post(
        "/lernen/gruppen/neu", data=FORM | {"home": there.home, "ends_on": "2026-11-01"}
    )
    assert wrong.status_code == 422
    assert "liegt vor dem ersten" in wrong.text
    elsewhere = there.one(select(Cohort.organisation_id)) + 1
    assert koni.post("/lernen/gruppen/neu", data=FORM | {"home": elsewhere}).status_code == 422
    made = koni.post("/lernen/gruppen/neu", data=FORM | {"home": there.home})
    assert made.status_code == 303
    assert "Winter" in koni.get(made.location).text


def test_learners_are_led_to_their_own_page_and_keepers_to_theirs(there, koni, lena):
    assert koni.get(there.base).location.endswith("/leitung")
    page = lena.get(there.base).text
    assert "Koni Kraft" in page
    assert "Willkommen" in page
    assert "Ben Bauer" not in page
    assert lena.get(f"{there.base}/leitung").status_code == 403
    assert there.site.client().get(there.base).status_code == 401


def test_people_are_taken_in_from_ones_own_organisation_only(there, koni):
    inside = there.change(lambda s: _mentor(s, there.home))
    outside = there.change(lambda s: people.person(s, "Olga Ohne").id)
    page = koni.get(f"{there.base}/mitglieder").text
    assert "Mona Meier" in page
    assert "Olga Ohne" not in page
    assert koni.post(f"{there.base}/mitglieder", data={"person": outside}).status_code == 404
    huge = koni.post(f"{there.base}/mitglieder", data={"person": ["9" * 5000, str(2**40)]})
    assert huge.status_code == 303
    koni.post(f"{there.base}/mitglieder", data={"person": [inside, "x"]})
    assert "Mona Meier" in koni.get(f"{there.base}/stand").text


def test_a_list_of_addresses_takes_hundreds_in_and_gives_back_the_others(there, koni):
    ids = there.change(
        lambda s: [_mentor(s, there.home, f"Mona {n}", f"m{n}@x.test") for n in range(400)]
    )
    olga = there.change(lambda s: people.person(s, "Olga Ohne").email)
    where = f"{there.base}/mitglieder/adressen"
    listed = [f"M{n}@x.test" for n in range(400)]
    answer = koni.post(where, data={"list-addresses": "\n".join([*listed, olga, "nie@x.test"])})
    assert answer.status_code == 422
    left = re.search(r'(?s)<textarea[^>]*name="list-addresses"[^>]*>(.*?)</textarea>', answer.text)
    assert left[1].split() == [olga, "nie@x.test"]
    assert "400 Personen sind jetzt dabei." in answer.text
    members = select(CohortMember.person_id).where(CohortMember.cohort_id == there.cohort)
    inside = there.site.read(lambda s: set(s.scalars(members)))
    assert set(ids) <= inside
    again = koni.post(where, data={"list-addresses": listed[0]})
    assert again.status_code == 303
    many = koni.post(where, data={"list-addresses": "a@x.test " * 501})
    assert "Höchstens 500" in many.text
    assert koni.post(f"{there.base}/einschreibung").status_code == 303


def _mentor(session, home_id, name="Mona Meier", email=None):
    from mentorhub.accounts.models import Organisation

    made = people.person(session, name)
    made.email = email or made.email
    people.member(session, made, session.get(Organisation, home_id), Role.inter_company_mentor)
    return made.id


def test_a_link_lets_somebody_join_after_saying_what_will_be_seen(there, koni):
    koni.post(f"{there.base}/link")
    page = koni.get(f"{there.base}/mitglieder").text
    path = re.search(r"/lernen/beitritt/[\w-]+", page)[0]
    otto = there.browser(there.site.otto)
    assert "Was die Koordination sieht" in otto.get(path).text
    assert there.site.client().get(path).status_code == 200
    assert otto.post(path).location.endswith(there.base)
    assert "Otto Ohne" in koni.get(f"{there.base}/stand").text
    koni.post(f"{there.base}/link/ende")
    assert otto.get(path).status_code == 404


def test_the_link_goes_by_mail_to_whom_it_may_concern(there, koni):
    wrong = koni.post(f"{there.base}/einladungen", data={"addresses": "a@beispiel.test\nkeine"})
    assert wrong.status_code == 422
    assert "keine" in wrong.text
    koni.post(f"{there.base}/einladungen", data={"addresses": "A@beispiel.test, b@beispiel.test"})
    sent = [each for each in there.letters() if each.template.endswith("cohort_invitation")]
    assert [each.to for each in sent] == ["a@beispiel.test", "b@beispiel.test"]


def test_days_reach_the_course_page_of_a_learner(there, koni, lena):
    wrong = koni.post(f"{there.base}/fristen", data={"due-werkstatt": "bald"})
    assert wrong.status_code == 422
    koni.post(f"{there.base}/fristen", data={"due-werkstatt": "2026-12-24"})
    assert "24. Dezember 2026" in lena.get("/lernen/werkstatt").text
    ben = there.browser(there.ben)
    ben.post("/lernen/werkstatt/teilnahme")
    assert "24. Dezember 2026" in ben.get("/lernen/werkstatt").text


def test_everybody_is_enrolled_by_one_button(there, koni):
    assert (
        "2 Einschreibungen" in koni.post(f"{there.base}/einschreibung", follow_redirects=True).text
    )
    assert "Alle sind schon" in koni.post(f"{there.base}/einschreibung", follow_redirects=True).text
    found = there.site.read(lambda s: progress.enrolment_in(s, there.ben, "werkstatt"))
    assert found.by_id == there.koni


def test_a_date_is_planned_seen_in_calendars_and_called_off(there, koni, lena, hands):
    form = {
        "title": "Treffen in der Halle", "day": "01.12.2026", "begins": "17:00", "ends": "16:00",
        "place": "Halle 3", "link": "javascript:alert(1)", "course": "werkstatt",
    }  # fmt: skip
    wrong = koni.post(f"{there.base}/termine/neu", data=form)
    assert wrong.status_code == 422
    assert "nach dem Beginn" in wrong.text
    assert "ganze Adresse" in wrong.text
    koni.post(f"{there.base}/termine/neu", data=form | {"ends": "18:30", "link": ""})
    made = there.one(select(LiveDate.id).where(LiveDate.place == "Halle 3"))
    [event] = _events(lena.get(f"{there.base}/termine/{made}.ics"))
    assert event["dtstart"].dt.isoformat() == "2026-12-01T16:00:00+00:00"
    assert str(event["location"]) == "Halle 3"
    lena.post("/lernen/kalender")
    page = lena.get("/lernen/gruppen").text
    path = re.search(r"/lernen/kalender/[\w-]+\.ics", page)[0]
    feed = there.site.client().get(path)
    assert {str(each["summary"]) for each in _events(feed)} == {"Treffen", "Treffen in der Halle"}
    koni.post(f"{there.base}/termine/{made}/absage")
    off = [each for each in _events(there.site.client().get(path)) if each["status"] == "CANCELLED"]
    assert [str(each["summary"]) for each in off] == ["Abgesagt: Treffen in der Halle"]
    lena.post("/lernen/kalender/ende")
    assert there.site.client().get(path).status_code == 404
    assert there.browser(there.site.otto).get(f"{there.base}/termine/{made}.ics").status_code == 404


def _events(answer):
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_attendance_is_ticked_for_people_inside_only(there, koni, lena):
    path = f"{there.base}/termine/{there.date}"
    assert "Lena Lerner" in koni.get(path).text
    koni.post(f"{path}/teilnahme", data={"person": [there.lena, there.site.otto, "zwei"]})
    assert there.site.read(lambda s: reads.attended(s, there.date)) == {there.lena}
    assert "Sie waren da" in lena.get(there.base).text


def test_the_matrix_is_a_page_a_table_and_a_sheet_without_formulas(there, koni):
    there.change(lambda s: setattr(s.get(Person, there.lena), "name", '=HYPERLINK("http://x")'))
    assert "HYPERLINK" in koni.get(f"{there.base}/stand?q=hyperlink").text
    text = koni.get(f"{there.base}/stand.csv").text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ['\'=HYPERLINK("http://x")', "Ben Bauer", "Ines Ilg"]
    data = koni.get(f"{there.base}/stand.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet["A2"].value == '=HYPERLINK("http://x")'
    assert sheet["A2"].data_type == "s"
    only = koni.get(f"{there.base}/stand.csv?q=ben").text
    assert only.count("\r\n") == 2
    assert (
        koni.get(f"{there.base}/stand?stand=unsinn&folge=unsinn&page=0&kurs=x").status_code == 200
    )


def test_the_table_tells_until_when_and_when_somebody_was_reminded(there, koni, lena, hands):
    koni.post(f"{there.base}/fristen", data={"due-werkstatt": "2026-11-24"})
    lena.post(f"{there.base}/briefe", data={"wants": "y"})
    there.change(lambda session: reminding.remind(session, hands.now))
    text = koni.get(f"{there.base}/stand.csv").text
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert head[3:] == [f"{head[2]}: fertig bis", f"{head[2]}: erinnert am"]
    [mine] = [row for row in rows if row[0] == "Lena Lerner"]
    assert ("24. November" in mine[3], "21. November" in mine[4]) == (True, True)


def test_grades_leave_as_a_table_and_a_sheet_for_the_keeper_alone(there, koni, lena):
    page = koni.get(f"{there.base}/stand").text
    assert f"{there.base}/noten.csv" in page
    text = koni.get(f"{there.base}/noten.csv").text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    mine = [row[2:9] for row in rows if row[0] == "Lena Lerner"]
    assert mine == [
        ["Abschluss", "Test", "1", "2", "5", "40", "wartet aufs Lesen"],
        ["Ein Gespräch führen", "Praxisaufgabe", "1", "", "", "", "wartet aufs Lesen"],
    ]
    data = koni.get(f"{there.base}/noten.xlsx?q=lena").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [each.value for each in sheet["F"]] == ["Punkte", 2, None]
    assert lena.get(f"{there.base}/noten.csv").status_code == 403
    assert there.browser(there.site.otto).get(f"{there.base}/noten.csv").status_code == 403


def test_a_message_goes_to_the_ticked_and_a_learner_reads_only_their_own(there, koni, lena):
    page = koni.get(f"{there.base}/nachrichten?an={there.lena}&an={there.site.otto}&an=x").text
    assert "Lena Lerner" in page
    assert "Otto Ohne" not in page
    data = {"an": [there.lena], "subject": "Frage", "text": "Wie läuft es?"}
    assert koni.post(f"{there.base}/nachrichten", data=data | {"text": ""}).status_code == 422
    koni.post(f"{there.base}/nachrichten", data=data)
    assert "Wie läuft es?" in lena.get(there.base).text
    assert "Wie läuft es?" not in there.browser(there.ben).get(there.base).text
    assert "Wie läuft es?" in koni.get(f"{there.base}/leitung").text
    every = koni.get(f"{there.base}/nachrichten?alle=ja&q=b").text
    assert "Ben Bauer" in every
    assert "Lena Lerner" not in every
    nobody = koni.post(f"{there.base}/nachrichten", data=data | {"an": ["99999"]})
    assert nobody.location.endswith("/stand")


def test_a_task_goes_back_and_forth_until_it_is_done(there, koni, lena):
    path = f"/lernen/abgaben/aufgaben/{there.handing}"
    assert "gesprochen" in koni.get(path).text
    assert koni.post(path, data={"verdict": "no", "words": ""}).status_code == 422
    koni.post(path, data={"verdict": "no", "words": "Wie ging es aus?"})
    assert koni.post(path, data={"verdict": "yes"}).status_code == 409
    page = lena.get("/lernen/werkstatt/aufgabe").text
    assert "Wie ging es aus?" in page
    lena.post("/lernen/werkstatt/aufgabe", data={"text": "Gut ging es aus."})
    back = lena.post("/lernen/werkstatt/aufgabe/ruecknahme")
    assert "Gut ging es aus." in back.text
    lena.post("/lernen/werkstatt/aufgabe", data={"text": "Sehr gut ging es aus."})
    newest = there.one(select(PracticeHanding.id).order_by(PracticeHanding.id.desc()))
    assert "Wie ging es aus?" in koni.get(f"/lernen/abgaben/aufgaben/{newest}").text
    koni.post(f"/lernen/abgaben/aufgaben/{newest}", data={"verdict": "yes", "words": "Schön."})
    assert "Schön." in lena.get("/lernen/werkstatt/aufgabe").text
    assert "Ein Gespräch führen" not in koni.get("/lernen/abgaben").text
    assert "Ihre Aufgabe wurde gelesen" in lena.get("/heute").text


def test_a_free_text_gets_points_and_the_learner_sees_them(there, koni, lena):
    path = f"/lernen/abgaben/tests/{there.attempt}/brief"
    assert "Liebe Frau Ö." in koni.get(path).text
    assert koni.post(path, data={"k0": "3", "k1": "0"}).status_code == 422
    assert koni.post(path, data={"k0": "nan", "k1": "0"}).status_code == 422
    koni.post(path, data={"k0": "1.5", "k1": "1", "comment": "Freundlich!"})
    page = lena.get("/lernen/werkstatt/tests/abschluss/versuche/1").text
    assert "Freundlich!" in page
    assert "4,5" in page
    assert koni.get(f"/lernen/abgaben/tests/{there.attempt}/frage").status_code == 404


def test_leaving_takes_everything_out_of_the_coordinators_sight(there, koni, lena):
    lena.post(f"{there.base}/austritt")
    assert "Lena" not in koni.get(f"{there.base}/stand").text
    assert koni.get(f"/lernen/abgaben/aufgaben/{there.handing}").status_code == 404
    assert lena.get(there.base).status_code == 403  # a stranger who keeps no groups
    assert lena.get("/lernen/werkstatt").status_code == 200


def test_a_company_sees_what_is_ticked_until_it_is_not(there, lena):
    chris = there.change(lambda s: _representative(s, there.company))
    company = there.browser(chris)
    assert "Lena" not in company.get("/lernen/betrieb").text
    lena.post(f"/lernen/freigaben/{there.company}", data={"what": ["participation", "unsinn"]})
    page = company.get("/lernen/betrieb").text
    assert "Lena Lerner" in page
    assert "Zuhören (Beispiel)" in page
    assert "%" not in page.split("<main")[1].split("</main>")[0]
    assert "Ben Bauer" not in page
    lena.post(f"/lernen/freigaben/{there.company}", data={})
    assert "Lena" not in company.get("/lernen/betrieb").text
    assert lena.post(f"/lernen/freigaben/{there.home}", data={}).status_code == 404
    assert lena.get("/lernen/betrieb").status_code == 403


def _representative(session, company_id):
    from mentorhub.accounts.models import Organisation

    made = people.person(session, "Chris Chef")
    home = session.get(Organisation, company_id)
    assert home.kind is OrganisationKind.company
    people.member(session, made, home, Role.company_representative)
    return made.id


def test_every_letter_can_be_read_and_leads_somewhere(there, koni, lena):
    lena.post(f"{there.base}/briefe", data={"wants": "y"})
    evening = {"title": "Abend", "day": "01.12.2026", "begins": "17:00", "ends": "18:00"}
    koni.post(f"{there.base}/termine/neu", data=evening)
    made = there.one(select(LiveDate.id).where(LiveDate.title == "Abend"))
    koni.post(f"{there.base}/termine/{made}", data=evening | {"title": "Spät", "place": "Saal"})
    koni.post(f"{there.base}/termine/{made}/absage")
    koni.post(f"{there.base}/aushang", data={"title": "Neu", "text": "Zeile 1\nSubject: Zeile 2"})
    told = {"an": [there.lena], "subject": "Frage", "text": "Wie läuft es?"}
    koni.post(f"{there.base}/nachrichten", data=told)
    koni.post(f"{there.base}/einladungen", data={"addresses": "x@beispiel.test"})
    mona = there.change(lambda s: _mentor(s, there.home))
    koni.post(f"{there.base}/mitglieder", data={"person": mona})
    task = {"verdict": "no", "words": "Geheimes Wort"}
    koni.post(f"/lernen/abgaben/aufgaben/{there.handing}", data=task)
    essay = {"k0": "0", "k1": "0", "comment": "Geheimes Wort"}
    koni.post(f"/lernen/abgaben/tests/{there.attempt}/brief", data=essay)
    render = Mailer(there.site.app, "http://localhost")
    letters = {each.template.rpartition("/")[2]: render(each) for each in there.letters()}
    assert {name: letter.subject for name, letter in letters.items()} == {
        "announcement": "Herbst: Neu",
        "cohort_invitation": "Einladung in eine Gruppe: Herbst",
        "date_called_off": "Ein Termin ist abgesagt: Spät",
        "date_changed": "Ein Termin hat sich geändert: Spät",
        "date_planned": "Ein Termin ist geplant: Abend",
        "essay_graded": "Ihre freien Texte wurden gelesen",
        "message": "Herbst: Frage",
        "practice_answered": "Ihre Aufgabe wurde gelesen",
        "taken_in": "Sie sind in der Gruppe: Herbst",
    }
    assert "Di, 1. Dezember 2026, 17:00" in letters["date_planned"].text
    for letter in letters.values():
        assert "http://localhost/lernen/" in letter.text
        assert "Geheimes Wort" not in letter.text


def test_today_tells_who_is_stuck_and_what_waits(there, koni, lena, hands):
    page = koni.get("/heute").text
    assert "2 Texte zu lesen" in page
    assert "seit 14 Tagen" not in page
    hands.now += timedelta(days=20)
    page = koni.get("/heute").text
    assert "Herbst: seit 14 Tagen nichts getan" in page
    assert "Lena Lerner" in page
    assert "Willkommen" not in lena.get("/heute").text
    hands.now -= timedelta(days=20)
    assert "Willkommen" in lena.get("/heute").text


@pytest.mark.parametrize("number", ["0", str(2**31 - 1), str(2**40), "-1", "abc"])
def test_a_number_beyond_all_groups_leads_nowhere(there, koni, number):
    for path in ("", "/leitung", "/stand", "/stand.csv", "/mitglieder", "/termine/1"):
        assert koni.get(f"/lernen/gruppen/{number}{path}").status_code == 404


def test_of_places_inside_each_other_the_nearest_is_marked(there, koni):
    page = koni.get(f"{there.base}/leitung").text
    assert 'href="/lernen/gruppen" aria-current="true"' in page
    assert 'href="/lernen" aria-current' not in page
    assert 'href="/lernen" aria-current="page"' in koni.get("/lernen").text
