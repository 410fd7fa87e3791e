"""A cohort of three people with a task, a free text and a date, and everybody who might knock."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Deactivation, Organisation, OrganisationKind, Person, Role
from mentorhub.courses import cohort_policy
from mentorhub.courses.actions import attempts, cohorts, content, learning, live, practice, telling
from mentorhub.courses.actions.cohorts import Plan
from mentorhub.courses.actions.live import Meeting
from mentorhub.courses.material.files import read_course
from mentorhub.courses.models import Attempt, Enrolment
from mentorhub.courses.queries import versions
from mentorhub.kit.crypto import Cipher
from tests import people
from tests.courses.material import COURSE_TOML, FINAL, files

CIPHER = Cipher("a secret of tests, long enough to be one")
TEXT = "Ich habe mit Frau Ö. gesprochen."
ESSAY = """

[[question]]
id = "brief"
kind = "essay"
text = "Schreiben Sie einen Brief."
explanation = "Ein Brief sagt, worum es geht."
[[question.criterion]]
text = "Ist freundlich"
points = 2
[[question.criterion]]
text = "Sagt, worum es geht"
points = 1
"""
WORKSHOP = COURSE_TOML.replace(
    'reflections = ["rueckblick"]', 'reflections = ["rueckblick"]\npractice = true\nlive = 1'
).replace(
    "[certificate]",
    '[practice]\ntitle = "Ein Gespräch führen"\ntext = "Führen Sie ein Gespräch."\n'
    'criteria = ["Es wurde zugehört"]\n\n[certificate]',
)


def workshop(**changed: str) -> dict[str, bytes]:
    """The small course with a task, a date, and a free text in its quiz."""
    return files(**({"course.toml": WORKSHOP, "quizzes/abschluss.toml": FINAL + ESSAY} | changed))


class House:
    """The cohort "Herbst" of an association takes one course; Lena handed everything in."""

    def __init__(self, session: Session, now):
        self.session, self.now = session, now
        self.company = people.company(session, "Metallbau Beispiel")
        self.association = people.association(session, "Verband Dortmund")
        self.elsewhere = people.association(session, "Verband Köln", postcode="50667")
        self.office = people.organisation(session, OrganisationKind.coordination_office)
        self.course = read_course("werkstatt", workshop())
        content.keep(session, self.course, now)
        self.version = versions.offered_version(session, "werkstatt")
        self.koni = self.someone("Koni Kraft", (self.association, Role.coordinator))
        self.lena = self.someone("Lena Lerner", (self.company, Role.employee))
        self.ben = self.someone("Ben Bauer", (self.company, Role.in_company_mentor))
        self.ines = self.someone("Ines Ilg", (self.association, Role.inter_company_mentor))
        plan = Plan("Herbst", None, "werkstatt", date(2026, 11, 2), None)
        self.cohort = cohorts.found(session, self.association, plan, by=self.koni, now=now)
        for each in (self.lena, self.ben, self.ines):
            cohorts.join(session, self.cohort, each.id, by=each.id, now=now)
        self.kept = cohort_policy.keeping(session, self.koni, self.cohort.id)
        self.lenas = learning.enrol(session, self.lena.id, self.version, by=self.lena.id, now=now)
        self.handing = practice.hand_in(session, CIPHER, self.lenas, TEXT, now)
        self.attempt = self.written(self.lenas)
        hour = timedelta(hours=1)
        self.date = live.plan(
            session, self.kept, Meeting("Treffen", now - hour, now + hour, course="werkstatt"),
            by=self.koni, now=now,
        )  # fmt: skip
        self.announcement = telling.announce(
            session, self.kept, "Willkommen", "Schön, dass Sie da sind.", by=self.koni, now=now
        )

    def someone(self, name: str, *places: tuple, responsible_at: Organisation | None = None):
        person = people.person(self.session, name)
        for home, *roles in places:
            people.member(self.session, person, home, *roles, responsible=home is responsible_at)
        return person

    def written(self, enrolment: Enrolment, text: str = "Liebe Frau Ö.") -> Attempt:
        """An attempt in which everything is right and the free text waits."""
        attempt = attempts.begin(self.session, enrolment, "abschluss", "s", self.now)
        answers = {"frage": 0, "stunden": "120 h", "brief": text}
        attempts.save(self.session, attempt, answers, self.now)
        attempts.hand_in(self.session, attempt, self.now)
        return attempt

    def finish_alone(self, enrolment: Enrolment) -> None:
        """Everything that a learner can do without anybody else, but the quiz."""
        later = self.now + timedelta(minutes=30)
        for lesson in ("anfang", "mitte"):
            learning.open_lesson(self.session, enrolment, lesson, lesson, self.now)
            learning.finish_lesson(self.session, enrolment, lesson, later)
        learning.reflect(self.session, CIPHER, enrolment, "rueckblick", "Gestern.", later)


def visitor(house: House) -> Person | None:
    return None


def member(house):
    return house.lena


def former_member(house):
    cohorts.leave(house.session, _inside(house, house.ben), by=house.ben.id, now=house.now)
    return house.ben


def employee(house):
    return house.someone("Ele", (house.company, Role.employee))


def representative(house):
    return house.someone("Chris", (house.company, Role.company_representative))


def responsible(house):
    return house.someone("Resi", (house.company, Role.employee), responsible_at=house.company)


def mentor(house):
    return house.someone("Mira", (house.association, Role.inter_company_mentor))


def coordinator(house):
    return house.koni


def colleague(house):
    return house.someone("Kolja", (house.association, Role.coordinator))


def coordinator_elsewhere(house):
    return house.someone("Karla", (house.elsewhere, Role.coordinator))


def programme_admin(house):
    return house.someone("Ada", (house.office, Role.programme_admin))


def editor(house):
    return house.someone("Rosa", (house.association, Role.editor))


def researcher(house):
    return house.someone("Femi", (house.office, Role.researcher))


def coordinator_and_representative(house):
    return house.someone(
        "Kora",
        (house.association, Role.coordinator),
        (house.company, Role.company_representative),
    )


def coordinator_and_responsible(house):
    return house.someone(
        "Kurt",
        (house.association, Role.coordinator),
        (house.company, Role.employee),
        responsible_at=house.company,
    )


def admin_and_representative(house):
    return house.someone(
        "Arne", (house.office, Role.programme_admin), (house.company, Role.company_representative)
    )


def coordinator_inside(house):
    inside = house.someone("Kim", (house.association, Role.coordinator))
    cohorts.join(house.session, house.cohort, inside.id, by=inside.id, now=house.now)
    return inside


def member_who_became_coordinator(house):
    people.member(house.session, house.lena, house.association, Role.coordinator)
    return house.lena


def coordinator_whose_home_closed(house):
    found = colleague(house)
    house.association.closing = people.closing(house.now)
    house.session.flush()
    house.session.expire_all()
    return found


def coordinator_switched_off(house):
    found = colleague(house)
    found.deactivation = Deactivation(by_id=None, at=house.now)
    house.session.flush()
    return found


def _inside(house, person):
    from mentorhub.courses.queries import cohorts as reads

    return reads.member(house.session, house.cohort.id, person.id)
