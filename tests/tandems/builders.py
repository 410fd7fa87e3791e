"""Builders of this room: places, mentors with desks, requests and cases."""

import threading
from datetime import datetime, timedelta

from sqlalchemy import select

from mentorhub.accounts.models import Organisation, Person, Role
from mentorhub.kit.crypto import Cipher, new_token
from mentorhub.recommend.models import Place
from mentorhub.tandems.actions import cases, requests
from mentorhub.tandems.actions.cases import ConversationRecord, StepPlan
from mentorhub.tandems.actions.requests import Asking
from mentorhub.tandems.content import Content, SavedTitle
from mentorhub.tandems.models import (
    Case,
    CaseLog,
    Channel,
    ConversationRequest,
    Deed,
    Whom,
)
from tests import people

CIPHER = Cipher("a secret for tests, long enough to be one")

SEARCHED = "staplerschein abends"
SAVED = (SavedTitle("stapler-dortmund-abend", "Gabelstaplerschein"),)
WISH = "Ich will weg von der Nachtschicht"
CONTACT = "0231 555 0199"


def places(session) -> None:
    session.add_all(
        [
            Place(postcode="44137", town="Dortmund", state="NW", latitude=51.514, longitude=7.466,
                  population=586852),
            Place(postcode="59423", town="Unna", state="NW", latitude=51.538, longitude=7.688,
                  population=59111),
            Place(postcode="50667", town="Köln", state="NW", latitude=50.938, longitude=6.96,
                  population=963395),
            Place(postcode="66740", town="Saarlouis", state="SL", latitude=49.313, longitude=6.753,
                  population=38333),
            Place(postcode="59999", town="Kleinort", state="NW", latitude=None, longitude=None),
        ]
    )  # fmt: skip
    session.flush()


def outside_mentor(session, name: str, home: Organisation) -> Person:
    mentor = people.person(session, name)
    people.member(session, mentor, home, Role.inter_company_mentor)
    return mentor


def inside_mentor(session, name: str, home: Organisation) -> Person:
    mentor = people.person(session, name)
    people.member(session, mentor, home, Role.in_company_mentor)
    return mentor


def asking(**fields) -> Asking:
    given = {
        "content": Content("Aylin", CONTACT, WISH, SEARCHED, SAVED),
        "whom": Whom.outside,
        "postcode": "59423",
        "organisation": None,
        "text_version": "test",
        "shows_search": True,
    }
    return Asking(**(given | fields))


def asked(session, now: datetime, token: str = "", **fields) -> ConversationRequest:
    token = token or new_token()
    return requests.ask(session, CIPHER, asking(**fields), token=token, now=now)


def taken(session, mentor: Person, now: datetime, **fields) -> Case:
    return requests.take(session, CIPHER, asked(session, now, **fields), by=mentor, now=now)


def record(**fields) -> ConversationRecord:
    given = {
        "held_on": datetime(2026, 11, 20).date(),  # noqa: DTZ001
        "minutes": 40,
        "channel": Channel.phone,
        "notes": "Traut sich die Prüfung noch nicht zu",
    }
    return ConversationRecord(**(given | fields))


def talked(session, case: Case, mentor: Person, now: datetime, entry: str = "first", **fields):
    steps = fields.pop("steps", [StepPlan("Probestunde anschauen", now.date() + timedelta(7))])
    return cases.log_conversation(
        session, CIPHER, case, record(**fields), steps, entry=entry, by=mentor, now=now
    )


def at_once(count, deed):
    """Run ``deed(number)`` in as many threads at the same moment; return what each answered."""
    barrier = threading.Barrier(count)
    answers = [None] * count

    def run(number):
        barrier.wait()
        try:
            answers[number] = deed(number)
        except Exception as problem:
            answers[number] = problem

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def deeds(session, case) -> list[Deed]:
    """Return what the log of a case says, in order."""
    lines = select(CaseLog.deed).where(CaseLog.case_id == case.id).order_by(CaseLog.id)
    return list(session.scalars(lines))
