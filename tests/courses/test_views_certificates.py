"""Certificates on pages: from the last step of a course to its check and its revocation."""

import io
import json
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pypdf
import pytest
from sqlalchemy import select

from mentorhub.accounts.models import OrganisationKind, Person, Role
from mentorhub.courses import jobs
from mentorhub.courses.actions import certifying, content, learning
from mentorhub.courses.completion import steps
from mentorhub.courses.material.files import read_course
from mentorhub.courses.models import Completion
from mentorhub.courses.queries import certificates as reads
from mentorhub.courses.queries import progress, versions
from mentorhub.kit.mail import OutboxMail
from mentorhub.web.context import EXTENSION
from mentorhub.web.limits import limiter
from tests import people
from tests.courses.material import COURSE_TOML, FINAL, files
from tests.courses.test_quizzes import fields, start
from tests.tandems.site import words_of

MINE = "/lernen/zertifikate"
LESSONS = "/lernen/zuhoeren/lektionen"
UNKNOWN = "ABCD-EFGH-JKLM-NPQR"
PERSONAL = ("Lena", "Zuhören")


def complete(site, browser, hands) -> str:
    """Do everything that the course demands by its pages; return the certificate's number."""
    for lesson in ("anfang", "mitte"):
        browser.get(f"{LESSONS}/{lesson}")
        hands.now += timedelta(minutes=10)
        browser.post(f"{LESSONS}/{lesson}/ende")
    browser.post("/lernen/zuhoeren/gedanken/rueckblick", data={"rueckblick-text": "Gestern."})
    where, page = start(browser)
    right = {"frage.answer": "0", "stunden.answer": "120", "stunden.unit": "h"}
    browser.post(f"{where}/abgabe", data=fields(page) | right)
    site.work()
    return re.search(r'id="([2-9A-Z]{4}(?:-[2-9A-Z]{4}){3})"', browser.get(MINE).text)[1]


def admin_of(site):
    """The browser of a programme admin."""
    with site.database.writing() as session:
        known = session.scalar(select(Person).where(Person.name == "Ada Admin"))
        if known is None:
            known = people.person(session, "Ada Admin")
            office = people.organisation(session, OrganisationKind.association)
            people.member(session, known, office, Role.programme_admin)
        return site.client(known.id)


def revoke(site, number, **more):
    """Revoke by the admin's page."""
    id_ = site.read(lambda s: reads.by_number(s, number)).id
    data = {"reason": "wrong", "sure": "y"} | more
    return admin_of(site).post(f"/verwaltung/zertifikate/{id_}/widerruf", data=data)


@pytest.fixture
def number(site, lena_there, hands):
    return complete(site, lena_there, hands)


def test_before_there_is_one_the_page_says_how_to_get_one(lena_there):
    assert "Noch kein Zertifikat" in words_of(lena_there.get(MINE))
    assert "Zertifikate" not in words_of(lena_there.get("/heute"))


def test_a_completed_course_leads_to_its_certificate(lena_there, number):
    assert "Zu Ihrem Zertifikat" in words_of(lena_there.get("/lernen/zuhoeren"))
    assert "Ihr Zertifikat ist da" in words_of(lena_there.get("/heute"))
    page = lena_there.get(MINE)
    assert f"http://localhost/zertifikat/{number}" in page.text
    assert "data:image/svg+xml" in page.text


def test_everybody_with_the_number_sees_all_that_is_certified(visitor, number):
    page = visitor.get(f"/zertifikat/{number}")
    words = words_of(page)
    for fact in (
        "Dieses Zertifikat ist gültig.", "Lena Lerner", "Zuhören (Beispiel)",
        "Qualifizierungs-Modul", "Minuten", "Fassung 1", "21. November 2026", "21. November 2029",
        "Nachfragen", "Beispielverein e. V.", number,
    ):  # fmt: skip
        assert fact in words, fact
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_a_number_is_found_however_it_is_typed(visitor, number):
    typed = {"nummer": f" {number.lower().replace('-', ' ')} "}
    found = visitor.get("/zertifikat", query_string=typed)
    assert found.location == f"/zertifikat/{number}"
    other = visitor.get(f"/zertifikat/{number.lower()}")
    assert (other.status_code, other.location) == (301, f"/zertifikat/{number}")


@pytest.mark.parametrize("typed", ["", "0O1I", "ABCD", "x" * 999, "<b>", "ABCD-EFGH-JKLM-NPQ0"])
def test_what_is_no_number_comes_back_to_the_form(visitor, typed):
    assert visitor.get("/zertifikat", query_string={"nummer": typed}).status_code == 422


def test_unknown_numbers_all_look_the_same(visitor, number):
    answers = [visitor.get(f"/zertifikat/{wrong}") for wrong in (UNKNOWN, "quatsch", "%00%00")]
    assert [each.status_code for each in answers] == [404, 404, 400]
    assert words_of(answers[0]) == words_of(answers[1])
    for path in ("badge.json", "abzeichen.svg"):
        assert visitor.get(f"/zertifikat/{UNKNOWN}/{path}").status_code == 404


def test_who_guesses_is_stopped_and_who_knows_is_not(site, visitor, number):
    limiter.enabled = True
    limiter.reset()
    try:
        for _ in range(40):
            assert visitor.get(f"/zertifikat/{number}").status_code == 200
        told = [visitor.get(f"/zertifikat/{UNKNOWN}").status_code for _ in range(32)]
        assert (told[:30], set(told[30:])) == ([404] * 30, {429})
        assert visitor.get(f"/zertifikat/{UNKNOWN}/badge.json").status_code == 429
    finally:
        limiter.enabled = False
        limiter.reset()


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Gültig bis"), ("en", "Valid until 21 November 2029")]
)
def test_a_certificate_on_paper_is_one_tagged_page(lena_there, number, language, words):
    answer = lena_there.get(f"{MINE}/{number}/zertifikat-{language}.pdf")
    assert answer.mimetype == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.data))
    [page] = reader.pages
    text = " ".join(page.extract_text().split())
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    for fact in (words, "Lena Lerner", "Zuhören (Beispiel)", "Nachfragen", number,
                 f"http://localhost/zertifikat/{number}", "Beispielverein e. V."):  # fmt: skip
        assert fact in text, fact


def test_a_name_in_another_script_is_not_printed_as_question_marks(site, lena_there, hands):
    with site.database.writing() as session:
        session.get(Person, site.lena).name = "محمد علي"
    number = complete(site, lena_there, hands)
    answer = lena_there.get(f"{MINE}/{number}/zertifikat-de.pdf")
    text = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "der Name steht auf der Seite unten" in " ".join(text.split())
    assert "?" not in text
    assert "محمد علي" in site.client().get(f"/zertifikat/{number}").text


@pytest.mark.parametrize("path", ["zertifikat-de.pdf", "zertifikat-xx.pdf"])
def test_only_its_owner_gets_the_paper(site, visitor, number, path):
    assert visitor.get(f"{MINE}/{number}/zertifikat-de.pdf").status_code == 401
    assert site.client(site.otto).get(f"{MINE}/{number}/{path}").status_code == 404


def test_a_badge_is_open_to_programs_of_other_sites(visitor, number):
    answer = visitor.get(f"/zertifikat/{number}/badge.json")
    badge = json.loads(answer.text)
    assert answer.mimetype == "application/vc"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert badge["id"] == f"http://localhost/zertifikat/{number}"
    assert badge["issuer"]["name"] == "Beispielverein e. V."
    about = badge["credentialSubject"]["achievement"]["criteria"]["id"]
    assert visitor.get(about).status_code == 200
    picture = ET.fromstring(visitor.get(f"/zertifikat/{number}/abzeichen.svg").text)
    held = picture.find("{https://purl.imsglobal.org/ob/v3p0}credential")
    assert json.loads(held.text) == badge


def test_lists_that_are_not_there_are_not_signed(visitor, number):
    assert visitor.get("/zertifikat/status/1/0").status_code == 200
    for path in ("1/1", "2/0", "1/99999", "0/0"):
        assert visitor.get(f"/zertifikat/status/{path}").status_code == 404


def test_the_daily_work_brings_certificates_that_are_late(site, lena_there, noon, hands):
    lena_there.post("/lernen/zuhoeren/teilnahme")
    with site.database.writing() as session:
        mine = progress.enrolment_in(session, site.lena, "zuhoeren")
        mine.completion = Completion(at=noon, minutes=9)
    jobs.daily(site.app.extensions[EXTENSION], {}, lambda *_: None)
    site.work()
    assert "Zuhören (Beispiel)" in words_of(lena_there.get(MINE))


FRESH = FINAL.replace("Abschluss", "Auffrischung")
BY_TEST = COURSE_TOML.replace("valid_months = 36", 'valid_months = 36\nrenewal = "frisch"')


def test_a_test_that_only_renews_is_shown_to_who_renews_alone(site, lena_there, hands, noon):
    made = files(**{"course.toml": BY_TEST, "quizzes/frisch.toml": FRESH})
    course = read_course("frisch-halten", made)
    with site.database.writing() as session:
        content.keep(session, course, noon)
        version = versions.offered_version(session, course.id)
        mine = learning.enrol(session, site.lena, version, by=site.lena, now=noon)
        assert "frisch" not in [step.id for step in steps(course, progress.done_of(session, mine))]
    page = lena_there.get("/lernen/frisch-halten").text
    assert "36 Monate gültig, danach verlängert es ein Test" in page
    quiz = "/lernen/frisch-halten/tests/frisch"
    assert lena_there.get(quiz).status_code == 404
    assert lena_there.post(f"{quiz}/versuche").status_code == 404
    with site.database.writing() as session:
        mine = progress.enrolment_in(session, site.lena, course.id)
        mine.completion = Completion(at=noon, minutes=9)
        session.flush()
        certifying.certify(session, mine, noon)
    hands.now = noon + timedelta(days=3 * 365)
    assert "Mit einem Test verlängern" in words_of(lena_there.get("/lernen/frisch-halten"))
    assert "Mit einem Test verlängern" in words_of(lena_there.get(MINE))
    assert lena_there.post("/lernen/frisch-halten/erneuerung").location == quiz
    assert "Sie verlängern Ihr Zertifikat." in words_of(lena_there.get("/lernen/frisch-halten"))
    begun = lena_there.post(f"{quiz}/versuche").location
    right = {"frage.answer": "0", "stunden.answer": "120", "stunden.unit": "h"}
    lena_there.post(f"{begun}/abgabe", data=fields(lena_there.get(begun)) | right)
    site.work()
    assert "Aufgefrischt am" in words_of(lena_there.get(MINE))


def test_until_it_is_signed_there_is_no_badge_and_no_paper(site, lena_there, visitor, hands):
    site.work = lambda: None
    number = complete(site, lena_there, hands)
    assert "Wir unterschreiben es gerade" in words_of(lena_there.get(MINE))
    assert lena_there.get(f"{MINE}/{number}/zertifikat-de.pdf").status_code == 503
    assert visitor.get(f"/zertifikat/{number}/badge.json").status_code == 503
    assert visitor.get(f"/zertifikat/{number}").status_code == 200


def test_a_revoked_certificate_says_that_and_nothing_of_the_person(
    site, lena_there, visitor, number
):
    assert revoke(site, number, words="Ein <b>Versehen</b>.").status_code == 303
    page = visitor.get(f"/zertifikat/{number}")
    words = words_of(page)
    assert "Dieses Zertifikat gilt nicht." in words
    assert "21. November 2026" in words
    assert "Die Angaben darin stimmten nicht." in words
    assert not [word for word in (*PERSONAL, "Versehen") if word in words]
    for path in ("badge.json", "abzeichen.svg"):
        assert visitor.get(f"/zertifikat/{number}/{path}").status_code == 410
    assert lena_there.get(f"{MINE}/{number}/zertifikat-de.pdf").status_code == 410
    mine = lena_there.get(MINE)
    assert "Ein &lt;b&gt;Versehen&lt;/b&gt;." in mine.text
    assert "Den Kurs noch einmal machen" in words_of(mine)
    assert "widerrufen" in words_of(lena_there.get("/heute"))
    [letter] = site.read(lambda s: s.scalars(select(OutboxMail)).unique().all())
    assert letter.template == "courses/mail/certificate_revoked"


def test_a_wrong_name_is_put_right_by_a_new_certificate(site, visitor, number):
    with site.database.writing() as session:
        session.get(Person, site.lena).name = "Lena Anders"
    revoke(site, number, reason="replaced", again="y")
    site.work()
    newest, _ = site.read(lambda s: reads.certificates_of(s, site.lena))
    assert "Lena Anders" in words_of(visitor.get(f"/zertifikat/{newest.number}"))
    assert "An seine Stelle tritt" in words_of(visitor.get(f"/zertifikat/{number}"))


@pytest.mark.parametrize("missing", ["reason", "sure"])
def test_nobody_revokes_without_a_reason_or_by_mistake(site, visitor, number, missing):
    assert revoke(site, number, **{missing: ""}).status_code == 422
    assert "gültig" in words_of(visitor.get(f"/zertifikat/{number}"))


def test_a_second_revocation_is_refused(site, number):
    revoke(site, number)
    assert revoke(site, number).status_code == 409


def test_certificates_of_all_are_the_programmes_business(site, visitor, lena_there, number):
    id_ = site.read(lambda s: reads.by_number(s, number)).id
    pages = ("/verwaltung/zertifikate", f"/verwaltung/zertifikate/{id_}")
    deeds = (
        f"/verwaltung/zertifikate/{id_}/widerruf",
        f"/verwaltung/zertifikate/{id_}/neuausstellung",
    )
    for browser, status in ((visitor, 401), (lena_there, 403)):
        assert {browser.get(path).status_code for path in pages} == {status}
        assert {browser.post(path).status_code for path in deeds} == {status}
    admin = admin_of(site)
    assert number in words_of(admin.get("/verwaltung/zertifikate?q=lerner"))
    assert number in words_of(admin.get(f"/verwaltung/zertifikate?q={number.lower()}"))
    assert "Kein Zertifikat gefunden" in words_of(admin.get("/verwaltung/zertifikate?q=niemand"))
    assert admin.get("/verwaltung/zertifikate/99").status_code == 404
    assert admin.post(deeds[1]).status_code == 409


def test_before_its_end_it_is_renewed_by_taking_the_course_again(
    site, lena_there, visitor, number, hands
):
    assert lena_there.post("/lernen/zuhoeren/erneuerung").status_code == 409
    hands.now += timedelta(days=3 * 365 - 30)
    assert "läuft ab" in words_of(lena_there.get("/heute"))
    assert "Den Kurs noch einmal machen" in words_of(lena_there.get("/lernen/zuhoeren"))
    begun = lena_there.post("/lernen/zuhoeren/erneuerung")
    assert begun.location.endswith(f"{LESSONS}/anfang")
    assert "zu 0 % geschafft" in words_of(lena_there.get("/lernen"))
    newest = complete(site, lena_there, hands)
    assert newest != number
    assert "läuft ab" not in words_of(lena_there.get("/heute"))
    hands.now += timedelta(days=60)
    assert "ist abgelaufen" in words_of(visitor.get(f"/zertifikat/{number}"))
    assert "ist gültig" in words_of(visitor.get(f"/zertifikat/{newest}"))


def test_strangers_renew_nothing(site, visitor):
    assert visitor.post("/lernen/zuhoeren/erneuerung").status_code == 401
    assert site.client(site.otto).post("/lernen/zuhoeren/erneuerung").status_code == 409
    assert site.client(site.otto).post("/lernen/gibtsnicht/erneuerung").status_code == 404


def test_a_number_of_somebody_forgotten_says_that_it_was_deleted(site, visitor, number):
    from mentorhub.courses.actions import deleting
    from mentorhub.kit import clock

    with site.database.writing() as session:
        deleting.forget(session, site.lena, clock.now())
    page = visitor.get(f"/zertifikat/{number}")
    assert page.status_code == 410
    assert "wurde gelöscht" in words_of(page)
    assert not [word for word in PERSONAL if word in words_of(page)]
    assert visitor.get(f"/zertifikat/{number}/badge.json").status_code == 404
    assert visitor.get("/lernen/zuhoeren").status_code == 200
