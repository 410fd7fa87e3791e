"""An invented cohort for demonstrations: somebody goes on, somebody is quiet, a text waits."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.accounts.queries import person_by_email
from mentorhub.courses.actions import (
    attempts,
    cohorts,
    discussing,
    learning,
    live,
    practice,
    telling,
)
from mentorhub.courses.actions.cohorts import Plan
from mentorhub.courses.actions.live import Meeting
from mentorhub.courses.boards import of_cohort
from mentorhub.courses.models import Cohort
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import versions
from mentorhub.courses.queries.cohorts import Keeper, Keeping
from mentorhub.kit.clock import GERMANY
from mentorhub.kit.crypto import Cipher

NAME = "Herbstgruppe (Beispiel)"
PROGRAMME = "ueberbetrieblich"
KEEPER = "koni@beispiel.test"
MEMBERS = ("ben@beispiel.test", "ines@beispiel.test", "ali@beispiel.test")
BEGUN, TASK = "rolle-und-haltung", "betriebe-entwickeln"
ESSAY, QUIZ = "ki-verantwortlich-nutzen", "entwurf-werkstatt"
QUESTION = "entwurf-verbessern"
TEXT = """Der Betrieb (Beispiel): eine Wäscherei mit 40 Beschäftigten in zwei Schichten.

Mein Anlass: Im Frühjahr kommt eine neue Anlage. Ich rufe an und sage: Wer bedient sie, und \
was brauchen diese Menschen vorher? Darüber möchte ich mit Ihnen eine Stunde sprechen.

Meine erste Frage: Woran merken Sie heute, dass jemand seine Arbeit gut kann?"""
ANSWER = """Hat Ihr Betrieb weniger als 50 Leute? Dann kann die Agentur für Arbeit bis zu 75 \
Prozent vom Lohn für die Zeit im Kurs zahlen. Der Antrag kommt zuerst. (Beispiel)"""
ASKED = "Wer kommt mit dem Zug? Dann können wir zusammen vom Bahnhof laufen. (Beispiel)"
REPLIED = "Ich bin ab halb neun am Bahnhof. (Beispiel)"
NEWS = """Wir treffen uns bald zum ersten Mal. Bitte bringen Sie **einen Fall aus Ihrer Arbeit** \
mit, ohne Namen. Wer nicht kommen kann, sagt mir kurz Bescheid."""


def load(session: Session, cipher: Cipher, now: datetime) -> None:
    """Found the cohort of the demo coordinator, if its people are there; twice is once."""
    keeper = person_by_email(session, KEEPER)
    members = [person_by_email(session, email) for email in MEMBERS]
    there = session.scalar(select(Cohort.id).where(Cohort.name == NAME))
    is_offered = any(each.id == PROGRAMME for each in versions.programmes(session))
    if there or keeper is None or not all(members) or not is_offered:
        return
    home = keeper.memberships[0].organisation
    begun = now - timedelta(days=21)
    plan = Plan(NAME, PROGRAMME, None, begun.date(), (now + timedelta(days=150)).date())
    cohort = cohorts.found(session, home, plan, by=keeper, now=begun)
    kept = Keeping(cohort, Keeper(keeper.id, frozenset({home.id})))
    for each in members:
        if each:
            cohorts.join(session, cohort, each.id, by=each.id, now=begun)
    cohorts.make_link(session, cipher, cohort, by=keeper, now=begun)
    days = {BEGUN: (now + timedelta(days=5)).date(), TASK: (now + timedelta(days=60)).date()}
    cohorts.set_dues(session, kept, days, by=keeper, now=begun)
    _learn(session, cipher, [each for each in members if each], keeper, begun)
    _write(session, [each for each in members if each][1], keeper, now - timedelta(days=4))
    _tell(session, kept, keeper, now)
    board, (ben, ines, _ali) = of_cohort(cohort.id), [each.id for each in members if each]
    asked = discussing.open_thread(
        session, board, ASKED, entry="demo-group", by=ines, now=begun, mentions=[ben]
    )
    discussing.reply(session, asked.thread, REPLIED, entry="demo-group-1", by=keeper.id, now=begun)


def _learn(
    session: Session, cipher: Cipher, members: list[Person], keeper: Person, begun: datetime
) -> None:
    """Let one hand a task in, and another begin and then be quiet."""
    _ben, ines, ali = members
    for person, slug in ((ines, TASK), (ali, BEGUN)):
        version = versions.offered_version(session, slug)
        if version is None:
            continue
        due_on = reads.due_for(session, person.id, slug)
        mine = learning.enrol(session, person.id, version, by=keeper.id, now=begun, due_on=due_on)
        first = versions.course_of(version).lessons[0].id
        learning.open_lesson(session, mine, first, f"demo-{slug}", begun)
        learning.finish_lesson(session, mine, first, begun + timedelta(minutes=15))
        if slug == TASK and versions.course_of(version).practice:
            practice.hand_in(session, cipher, mine, TEXT, begun + timedelta(days=18))


def _write(session: Session, ines: Person, keeper: Person, begun: datetime) -> None:
    """Let one answer an exercise with a free text, which somebody has to read."""
    version = versions.offered_version(session, ESSAY)
    if version is None or QUIZ not in versions.course_of(version).quizzes:
        return
    mine = learning.enrol(session, ines.id, version, by=keeper.id, now=begun)
    attempt = attempts.begin(session, mine, QUIZ, "Beispiel", begun)
    attempts.save(session, attempt, {QUESTION: ANSWER}, begun)
    attempts.hand_in(session, attempt, begun + timedelta(minutes=20))


def _tell(session: Session, kept: Keeping, keeper: Person, now: datetime) -> None:
    """Plan one date that was, with who was there, and one that comes; announce it."""
    evening = now.astimezone(GERMANY).replace(hour=17, minute=0, second=0, microsecond=0)
    hour = timedelta(hours=1)
    was, comes = evening - timedelta(days=14), evening + timedelta(days=6)
    meeting = Meeting("Kennenlernen", was, was + hour, place="Essen (Beispiel)")
    first = live.plan(session, kept, meeting, by=keeper, now=was - timedelta(days=5))
    there = [each.person_id for each in reads.members(session, kept)][:2]
    live.note_attendance(session, kept, first, there, by=keeper, now=was + hour)
    meeting = Meeting(
        "Erstes Fallgespräch", comes, comes + 2 * hour, link="https://treffen.beispiel.test/herbst"
    )
    live.plan(session, kept, meeting, by=keeper, now=now - timedelta(days=2))
    told = evening - timedelta(days=2)
    telling.announce(session, kept, "Bitte einen Fall mitbringen", NEWS, by=keeper, now=told)
