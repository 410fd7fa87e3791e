"""What the worker does by itself, and the invented examples."""

from datetime import timedelta

from sqlalchemy import func, select

from mentorhub.accounts import demo as accounts_demo
from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import Person
from mentorhub.accounts.queries import person_by_email
from mentorhub.kit import clock, mail
from mentorhub.kit.jobs import Desk
from mentorhub.kit.mail import OutboxMail
from mentorhub.kit.services import Services
from mentorhub.tandems import demo, jobs
from mentorhub.tandems.models import Case, ConversationRequest, WhyErased
from mentorhub.tandems.queries import cases as reads
from mentorhub.tandems.queries import desks
from tests import people
from tests.tandems import builders

load_people = getattr(accounts_demo, "load", None) or accounts_demo.load_demo


def _worker(database, moment):
    services = Services()
    services.put(database)
    desk = Desk(services, lambda: moment)
    jobs.register(desk)
    desk.register(mail.SEND_JOB, lambda *_: None)
    return desk


def _two_mentors(database):
    with database.writing() as session:
        builders.places(session)
        home = people.association(session)
        return [builders.outside_mentor(session, name, home).id for name in ("Mira", "Milan")]


def test_the_sweep_is_asked_for_every_six_hours(database):
    now = clock.now()
    _worker(database, now).ask_periodic()
    assert _worker(database, now).run_due() == 1
    later = _worker(database, now + timedelta(hours=5))
    later.ask_periodic()
    assert later.run_due() == 0
    much_later = _worker(database, now + timedelta(hours=6))
    much_later.ask_periodic()
    assert much_later.run_due() == 1


def test_one_sweep_does_everything_that_is_due(database):
    mira_id, milan_id = _two_mentors(database)
    now = clock.now()
    with database.writing() as session:
        mira = session.get_one(Person, mira_id)
        old = builders.asked(session, now - timedelta(days=91)).id
        late = builders.asked(session, now - timedelta(days=4)).id
        stranded = builders.taken(session, mira, now).id
        memberships.leave(session, mira.memberships[0], by=None, now=now)
    worker = _worker(database, now)
    worker.ask_periodic()
    worker.run_due()
    with database.reading() as session:
        assert session.get(ConversationRequest, old).erasure.why is WhyErased.expired
        assert session.get(ConversationRequest, late).erasure is None
        waiting = desks.waiting(session, builders.CIPHER, session.get(Person, milan_id))
        assert {each.id for each in waiting} == {late, session.get(Case, stranded).request_id}
        templates = list(session.scalars(select(OutboxMail.template)))
        assert templates.count("tandems/mail/reminder") == 1


def test_a_second_sweep_writes_no_mail(database):
    _two_mentors(database)
    now = clock.now()
    with database.writing() as session:
        builders.asked(session, now - timedelta(days=4))
    services = Services()
    services.put(database)
    counts = []
    for _ in range(2):
        jobs.sweep(services, {}, lambda *_: None)
        with database.reading() as session:
            counts.append(session.scalar(select(func.count(OutboxMail.id))))
    assert counts[0] == counts[1]


def test_the_examples_are_written_once_and_say_what_they_are(database):
    now = clock.now()
    for _ in range(2):
        with database.writing() as session:
            load_people(session, now)
            demo.load(session, builders.CIPHER, now)
    with database.reading() as session:
        outside = person_by_email(session, demo.OUTSIDE)
        inside = person_by_email(session, demo.INSIDE)
        assert session.scalar(select(func.count(ConversationRequest.id))) == 3
        for person in (outside, inside):
            (waiting,) = desks.waiting(session, builders.CIPHER, person)
            assert waiting.content.first_name.endswith("(Beispiel)")
        (row,) = reads.page_of(session, builders.CIPHER, outside).rows
        assert row.first_name == "Aylin (Beispiel)"
        assert row.open_steps == 2


def test_the_examples_need_their_people(session):
    demo.load(session, builders.CIPHER, clock.now())
    assert session.scalar(select(func.count(ConversationRequest.id))) == 0
