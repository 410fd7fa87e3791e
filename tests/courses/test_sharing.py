"""What a company sees: exactly what was agreed to, and nothing of others."""

import pytest

from mentorhub.courses.actions import learning, sharing
from mentorhub.courses.models import Completion, Shared
from mentorhub.courses.queries import sharing as reads
from mentorhub.kit.audit import AuditEntry
from tests.courses.cohort_house import House

ALL = frozenset(Shared)


@pytest.fixture
def house(session, noon):
    made = House(session, noon)
    learning.enrol(session, made.ben.id, made.version, by=made.ben.id, now=noon)
    return made


def told(house):
    return {each.name: each for each in reads.told(house.session, house.company.id)}


def share(house, *what, person=None):
    someone = person or house.lena
    sharing.share(house.session, someone.id, house.company.id, what, house.now)


def complete(house):
    house.session.add(Completion(enrolment_id=house.lenas.id, at=house.now, minutes=1))
    house.session.flush()
    house.session.expire_all()


def test_without_consent_nobody_is_there(house):
    assert told(house) == {}


@pytest.mark.parametrize(
    ("what", "open_course", "done_course"),
    [
        ((Shared.participation,), (None, None), (None, None)),
        ((Shared.progress,), (0, None), (100, "noon")),
        ((Shared.certificates,), None, (100, "noon")),
        ((Shared.participation, Shared.certificates), (None, None), (100, "noon")),
    ],
)
def test_a_company_sees_what_was_agreed_to(house, noon, what, open_course, done_course):
    share(house, *what)
    [lena] = told(house).values()
    assert [(c.percent, c.completed_at) for c in lena.courses] == (
        [open_course] if open_course else []
    )
    complete(house)
    [lena] = told(house).values()
    day = noon if done_course[1] else None
    if what == (Shared.participation,):
        assert [(c.percent, c.completed_at) for c in lena.courses] == [(None, None)]
    else:
        assert [(c.percent, c.completed_at) for c in lena.courses] == [(done_course[0], day)]


def test_what_is_withdrawn_is_gone_and_both_is_noted(house):
    share(house, *ALL)
    share(house)
    assert told(house) == {}
    deeds = [each.deed for each in house.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert deeds.count("sharing.agreed") == deeds.count("sharing.withdrawn") == 3


def test_who_belongs_to_the_company_no_more_shows_nothing(house):
    share(house, *ALL)
    [place] = house.lena.memberships
    for role in list(place.roles):
        house.session.delete(role)
    house.session.delete(place)
    house.session.flush()
    assert told(house) == {}


def test_a_course_that_was_left_is_not_told(house):
    share(house, *ALL)
    learning.leave(house.session, house.lenas, by=house.lena.id, now=house.now)
    assert told(house)["Lena Lerner"].courses == ()


def test_a_learner_sees_only_companies_among_their_organisations(house):
    assert [each.organisation.name for each in reads.companies_of(house.session, house.lena)] == [
        "Metallbau Beispiel"
    ]
    assert reads.companies_of(house.session, house.ines) == []
