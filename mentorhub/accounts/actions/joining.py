"""Asking people whether they want to belong to an organisation, and their answer."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import JoinQuestion, Membership, Organisation, Person, Role
from mentorhub.kit import audit
from mentorhub.kit.errors import Denied, Refused


class AlreadyAsked(Refused):
    """Somebody has asked this person for this organisation before."""


class QuestionOver(Refused):
    """Whoever asked may not do so any more."""


def put(
    session: Session,
    person: Person,
    organisation: Organisation,
    roles: Iterable[Role],
    *,
    is_responsible: bool,
    typed: tuple[str, str],
    by: Person,
    now: datetime,
) -> JoinQuestion:
    """Ask a person to join in these roles; ``typed`` is the address and the name as asked for.

    Raises:
        AlreadyAsked, AlreadyMember: it is asked or true before.
        RoleHasNoHomeHere, MustBeApart: the roles contradict the organisation or each other.
        Denied: ``by`` may not give one of the roles.
    """
    wanted = frozenset(roles)
    memberships.check(organisation, wanted, is_responsible=is_responsible, by=by)
    if any(each.organisation_id == organisation.id for each in person.memberships):
        raise memberships.AlreadyMember
    email, name = typed
    question = JoinQuestion(
        person_id=person.id,
        organisation_id=organisation.id,
        email=email,
        name=name,
        roles=sorted(wanted),
        is_responsible=is_responsible,
        by_id=by.id,
        at=now,
    )
    try:
        with session.begin_nested():
            session.add(question)
    except IntegrityError as problem:
        raise AlreadyAsked from problem
    _note(session, "person.asked_to_join", question, by=by.id, now=now)
    return question


def agree(session: Session, question: JoinQuestion, *, now: datetime) -> Membership:
    """Make the person a member, because they said yes.

    Raises:
        QuestionOver: whoever asked may not give these roles any more.
        AlreadyMember: they belong there already.
    """
    if not question.by.active:
        raise QuestionOver
    try:
        made = memberships.join(
            session,
            question.person,
            question.organisation,
            question.role_set,
            is_responsible=question.is_responsible,
            by=question.by,
            now=now,
        )
    except Denied as problem:
        raise QuestionOver from problem
    session.delete(question)
    session.flush()
    return made


def agree_by_coming(session: Session, person: Person, by_id: int | None, now: datetime) -> None:
    """Let somebody who followed an invitation join where its sender asked them to.

    What others have asked stays open, and so does what the sender may not give any more.
    """
    asked = select(JoinQuestion).where(
        JoinQuestion.person_id == person.id, JoinQuestion.by_id == by_id
    )
    for question in session.scalars(asked.order_by(JoinQuestion.id)).all():
        try:
            with session.begin_nested():
                agree(session, question, now=now)
        except Refused:
            continue


def decline(session: Session, question: JoinQuestion, *, now: datetime) -> None:
    """Let the person say no; they are not asked again by it, and the asker is not told."""
    question.declined_at = now
    _note(session, "person.declined_to_join", question, by=question.person_id, now=now)
    session.flush()


def take_back(session: Session, question: JoinQuestion, *, by: Person, now: datetime) -> None:
    """Ask no more."""
    _note(session, "person.asked_no_more", question, by=by.id, now=now)
    session.delete(question)
    session.flush()


def settle(session: Session, person: Person, organisation: Organisation) -> None:
    """Drop a question that is answered, because the person has become a member otherwise."""
    session.execute(
        delete(JoinQuestion).where(
            JoinQuestion.person_id == person.id, JoinQuestion.organisation_id == organisation.id
        )
    )


def _note(session: Session, deed: str, question: JoinQuestion, *, by: int, now: datetime) -> None:
    audit.note(
        session,
        deed,
        f"person:{question.person_id}",
        by=by,
        at=now,
        organisation=question.organisation_id,
    )
