"""What the database itself refuses in this room."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import MembershipRole, Role, Side
from mentorhub.tandems.models import (
    Case,
    CaseLog,
    CaseMentor,
    ConversationRequest,
    Deed,
    OnlyGrows,
    Taking,
    Whom,
)
from tests import people
from tests.tandems import builders


@pytest.fixture
def mira(session):
    """An inter-company mentor in Dortmund."""
    builders.places(session)
    return builders.outside_mentor(session, "Mira Meer", people.association(session))


def test_a_request_is_taken_once(session, mira, noon):
    request = builders.asked(session, noon)
    session.add(Taking(request_id=request.id, by_id=mira.id, at=noon))
    session.flush()
    session.expunge_all()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(Taking(request_id=request.id, by_id=mira.id, at=noon))


def test_a_private_link_belongs_to_one_request(session, mira, noon):
    request = builders.asked(session, noon)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            ConversationRequest(
                token_hash=request.token_hash,
                reference="OTHER",
                whom=Whom.outside,
                at=noon,
                waits_since=noon,
            )
        )


def test_a_request_for_somebody_inside_names_the_company(session, mira, noon):
    request = builders.asked(session, noon)
    with pytest.raises(IntegrityError), session.begin_nested():
        request.whom = Whom.inside


def test_one_request_becomes_one_case(session, mira, noon):
    case = builders.taken(session, mira, noon)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(Case(request_id=case.request_id, opened_at=noon))


def _holder(case, person, **fields):
    membership = person.memberships[0]
    given = {
        "case_id": case.id,
        "person_id": person.id,
        "membership_id": membership.id,
        "role": Role.inter_company_mentor,
        "at": case.opened_at,
    }
    return CaseMentor(**(given | fields))


def test_nobody_holds_a_case_without_a_mentors_role(session, mira, noon):
    case = builders.taken(session, mira, noon)
    editor = people.person(session)
    people.member(session, editor, people.association(session), Role.editor)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(_holder(case, editor))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(_holder(case, editor, role=Role.editor))


@pytest.mark.parametrize("responsible", [True, False])
def test_nobody_on_the_employers_side_is_written_into_a_case(session, mira, noon, responsible):
    company = people.company(session)
    case = builders.taken(session, mira, noon, organisation=company)
    ralf = people.person(session, "Ralf Rang")
    outside = people.member(session, ralf, people.association(session), Role.inter_company_mentor)
    inside = people.member(
        session,
        ralf,
        company,
        *([] if responsible else [Role.company_representative]),
        responsible=responsible,
    )
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            _holder(
                case,
                ralf,
                membership_id=outside.id,
                company_membership_id=inside.id,
                company_side=Side.employer,
            )
        )


def test_the_side_written_into_a_case_must_be_the_true_one(session, mira, noon):
    company = people.company(session)
    case = builders.taken(session, mira, noon, organisation=company)
    ralf = people.person(session, "Ralf Rang")
    outside = people.member(session, ralf, people.association(session), Role.inter_company_mentor)
    inside = people.member(session, ralf, company, Role.company_representative)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            _holder(
                case,
                ralf,
                membership_id=outside.id,
                company_membership_id=inside.id,
                company_side=Side.counsel,
            )
        )


@pytest.mark.parametrize("responsible", [True, False])
def test_who_changes_to_the_employers_side_loses_the_case_in_the_same_moment(
    session, noon, responsible
):
    company = people.company(session)
    ines = builders.inside_mentor(session, "Ines Innen", company)
    case = builders.taken(session, ines, noon, whom=Whom.inside, organisation=company)
    memberships.set_roles(
        session,
        ines.memberships[0],
        [] if responsible else [Role.company_representative],
        is_responsible=responsible,
        by=None,
        now=noon,
    )
    assert session.scalars(select(CaseMentor).where(CaseMentor.case_id == case.id)).all() == []


def test_who_leaves_the_desk_loses_the_case(session, mira, noon):
    case = builders.taken(session, mira, noon)
    memberships.leave(session, mira.memberships[0], by=None, now=noon)
    assert session.scalars(select(CaseMentor).where(CaseMentor.case_id == case.id)).all() == []


def test_a_side_in_the_company_that_ends_leaves_the_case_where_it_is(session, mira, noon):
    company = people.company(session)
    inside = people.member(session, mira, company, Role.in_company_mentor)
    case = builders.taken(session, mira, noon, organisation=company)
    session.execute(delete(CaseMentor).where(CaseMentor.case_id == case.id))
    held = _holder(case, mira, company_membership_id=inside.id, company_side=Side.counsel)
    session.expunge_all()
    session.add(held)
    session.flush()
    session.execute(delete(MembershipRole).where(MembershipRole.membership_id == inside.id))
    session.execute(delete(type(inside)).where(type(inside).id == inside.id))
    session.refresh(held)
    assert held.company_membership_id is None
    assert held.company_side is None


def test_the_log_of_a_case_only_grows(session, mira, noon):
    case = builders.taken(session, mira, noon)
    line = session.scalars(select(CaseLog).where(CaseLog.case_id == case.id)).one()
    with pytest.raises(OnlyGrows), session.begin_nested():
        line.deed = Deed.ended
    session.refresh(line)
    with pytest.raises(OnlyGrows), session.begin_nested():
        session.delete(line)
        session.flush()
