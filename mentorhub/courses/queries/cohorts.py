"""Cohorts with their members, dates and words, for those who keep them and for those inside."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mentorhub.accounts.models import Membership, MembershipRole, Person, Role, Side
from mentorhub.courses.material.course import Course
from mentorhub.courses.models import (
    Announcement,
    Attendance,
    CalendarLink,
    Cohort,
    CohortDue,
    CohortLeaving,
    CohortLink,
    CohortMember,
    CohortMessage,
    CohortMessageReceiver,
    Enrolment,
    LiveDate,
    ProgrammeRow,
)
from mentorhub.courses.queries import versions
from mentorhub.kit.crypto import token_hash


@dataclass(frozen=True)
class Keeper:
    """Somebody who looks after cohorts: of these organisations, None for all.

    ``barred`` are companies for which the person stands: a keeper sees nothing of their people,
    because a company sees only what the learner agreed to.
    """

    person_id: int
    within: frozenset[int] | None
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Keeping:
    """One cohort in the hands of somebody who looks after it."""

    cohort: Cohort
    keeper: Keeper


@dataclass(frozen=True)
class Line:
    """One member, as lists show them."""

    person_id: int
    name: str
    at: datetime


def kept(session: Session, keeper: Keeper) -> list[Cohort]:
    """Return the cohorts that somebody looks after, the newest first."""
    query = select(Cohort).order_by(Cohort.begins_on.desc(), Cohort.id.desc())
    if keeper.within is not None:
        query = query.where(Cohort.organisation_id.in_(keeper.within))
    return list(session.scalars(query))


def boards_kept(session: Session, person: Person) -> list[int]:
    """Return the ids of the cohorts whose boards somebody looks after.

    Who stands for a company looks after none: it sees only what a learner agreed to.
    """
    if any(each.side is Side.employer for each in person.memberships):
        return []
    query = select(Cohort.id).order_by(Cohort.id)
    if Role.programme_admin not in person.held_roles:
        query = query.where(Cohort.organisation_id.in_(person.organisations_as(Role.coordinator)))
    return list(session.scalars(query))


def sizes(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Return how many people are in each cohort."""
    rows = session.execute(
        select(CohortMember.cohort_id, func.count())
        .where(CohortMember.cohort_id.in_(ids), is_present())
        .group_by(CohortMember.cohort_id)
    )
    return dict(rows.all())


def by_link(session: Session, token: str) -> Cohort | None:
    """Return the cohort that a link leads to, None if it leads nowhere."""
    link = session.scalar(select(CohortLink).where(CohortLink.token_hash == token_hash(token)))
    return session.get(Cohort, link.cohort_id) if link else None


def memberships_of(session: Session, person_id: int) -> list[CohortMember]:
    """Return the cohorts in which a person is, the newest first."""
    query = select(CohortMember).where(CohortMember.person_id == person_id, is_present())
    return list(session.scalars(query.order_by(CohortMember.id.desc())))


def member(session: Session, cohort_id: int, person_id: int) -> CohortMember | None:
    """Return the row of a person in a cohort, of one who left too."""
    return session.scalar(
        select(CohortMember).where(
            CohortMember.cohort_id == cohort_id, CohortMember.person_id == person_id
        )
    )


def members(session: Session, keeping: Keeping) -> list[Line]:
    """Return who is in a cohort, by name, as far as its keeper may see them."""
    rows = session.execute(people(keeping).add_columns(CohortMember.at).order_by(*BY_NAME))
    return [Line(*row) for row in rows]


def people(keeping: Keeping) -> Select[int, str]:
    """Return the question for id and name of everybody whom the keeper of a cohort may see."""
    return (
        select(Person.id, Person.name)
        .join(CohortMember, CohortMember.person_id == Person.id)
        .where(
            CohortMember.cohort_id == keeping.cohort.id,
            is_present(),
            *not_barred(keeping.keeper, Person.id),
        )
    )


BY_NAME = (Person.sort_name, Person.id)


def is_present() -> ColumnElement[bool]:
    """Return what must hold of a member who has not left."""
    return ~exists().where(CohortLeaving.member_id == CohortMember.id)


def is_around(cohort_id: int) -> ColumnElement[bool]:
    """Return what must hold of people who are in a cohort or coordinate it."""
    inside = exists().where(
        CohortMember.cohort_id == cohort_id, CohortMember.person_id == Person.id, is_present()
    )
    coordinates = exists().where(
        Cohort.id == cohort_id,
        Membership.organisation_id == Cohort.organisation_id,
        Membership.person_id == Person.id,
        MembershipRole.membership_id == Membership.id,
        MembershipRole.role == Role.coordinator,
    )
    return or_(inside, coordinates)


def not_barred(keeper: Keeper, person_id: InstrumentedAttribute[int]) -> list[ColumnElement[bool]]:
    """Return what must hold of people whom a keeper may see."""
    if not keeper.barred:
        return []
    theirs = exists().where(
        Membership.person_id == person_id, Membership.organisation_id.in_(keeper.barred)
    )
    return [~theirs]


def slugs_of(session: Session, cohort: Cohort) -> tuple[str, ...]:
    """Return the ids of all courses of a cohort, in order, whether they are offered or not."""
    if cohort.course_slug:
        return (cohort.course_slug,)
    row = session.get(ProgrammeRow, cohort.programme_slug)
    return versions.programme_of(row).courses if row else ()


def courses_of(session: Session, cohort: Cohort) -> list[Course]:
    """Return the courses of a cohort that are offered, in order."""
    offered = versions.offered(session)
    slugs = slugs_of(session, cohort)
    return [versions.course_of(offered[slug]) for slug in slugs if slug in offered]


def subject_of(session: Session, cohort: Cohort) -> str:
    """Return what the programme or the course of a cohort is called."""
    if cohort.programme_slug:
        row = session.get(ProgrammeRow, cohort.programme_slug)
        return row.title if row else cohort.programme_slug
    found = versions.offered_version(session, cohort.course_slug or "")
    return found.title if found else str(cohort.course_slug)


def due_for(session: Session, person_id: int, slug: str) -> date | None:
    """Return the first day until which a person's cohorts want a course done, if any does."""
    return session.scalar(
        select(func.min(CohortDue.due_on))
        .join(CohortMember, CohortMember.cohort_id == CohortDue.cohort_id)
        .where(CohortMember.person_id == person_id, CohortDue.course_slug == slug, is_present())
    )


def dates_of(session: Session, cohort_id: int) -> list[LiveDate]:
    """Return all dates of a cohort, the first one first."""
    query = select(LiveDate).where(LiveDate.cohort_id == cohort_id)
    return list(session.scalars(query.order_by(LiveDate.begins_at, LiveDate.id)))


def dates_for(session: Session, person_id: int, *, after: datetime | None = None) -> list[LiveDate]:
    """Return the dates of all cohorts in which a person is, the first one first."""
    query = (
        select(LiveDate)
        .join(CohortMember, CohortMember.cohort_id == LiveDate.cohort_id)
        .where(CohortMember.person_id == person_id, is_present())
    )
    if after is not None:
        query = query.where(LiveDate.ends_at > after, ~LiveDate.cancellation.has())
    return list(session.scalars(query.order_by(LiveDate.begins_at, LiveDate.id)))


def attended(session: Session, date_id: int) -> frozenset[int]:
    """Return the ids of the people who were there."""
    return frozenset(
        session.scalars(select(Attendance.person_id).where(Attendance.date_id == date_id))
    )


def attended_by(session: Session, person_id: int) -> frozenset[int]:
    """Return the ids of the dates at which a person was."""
    return frozenset(
        session.scalars(select(Attendance.date_id).where(Attendance.person_id == person_id))
    )


def announcements_of(session: Session, cohort_id: int) -> list[Announcement]:
    """Return what was announced in a cohort, the newest first."""
    query = select(Announcement).where(Announcement.cohort_id == cohort_id)
    return list(session.scalars(query.order_by(Announcement.id.desc())))


def announcements_for(session: Session, person_id: int, since: datetime) -> list[Announcement]:
    """Return what was announced lately in all cohorts in which a person is, the newest first."""
    query = (
        select(Announcement)
        .join(CohortMember, CohortMember.cohort_id == Announcement.cohort_id)
        .where(CohortMember.person_id == person_id, is_present(), Announcement.at >= since)
    )
    return list(session.scalars(query.order_by(Announcement.id.desc())))


def messages_of(session: Session, keeping: Keeping) -> list[tuple[CohortMessage, list[str]]]:
    """Return what was written to members, the newest first, with the names of its receivers."""
    query = select(CohortMessage).where(CohortMessage.cohort_id == keeping.cohort.id)
    found = list(session.scalars(query.order_by(CohortMessage.id.desc())))
    rows = session.execute(
        select(CohortMessageReceiver.message_id, Person.name)
        .join(Person, Person.id == CohortMessageReceiver.person_id)
        .where(
            CohortMessageReceiver.message_id.in_([each.id for each in found]),
            *not_barred(keeping.keeper, Person.id),
        )
        .order_by(*BY_NAME)
    )
    names: dict[int, list[str]] = {}
    for message_id, name in rows:
        names.setdefault(message_id, []).append(name)
    return [(each, names[each.id]) for each in found if each.id in names]


def messages_to(
    session: Session, person_id: int, cohort_id: int | None = None
) -> list[CohortMessage]:
    """Return what coordinators wrote to a person, the newest first."""
    query = (
        select(CohortMessage)
        .join(CohortMessageReceiver, CohortMessageReceiver.message_id == CohortMessage.id)
        .where(CohortMessageReceiver.person_id == person_id)
    )
    if cohort_id is not None:
        query = query.where(CohortMessage.cohort_id == cohort_id)
    return list(session.scalars(query.order_by(CohortMessage.id.desc())))


def calendar_link(session: Session, token: str) -> CalendarLink | None:
    """Return whose calendar a link leads to, None if it leads nowhere."""
    return session.scalar(select(CalendarLink).where(CalendarLink.token_hash == token_hash(token)))


def keeps_person(session: Session, keeper: Keeper, person_id: int, slug: str) -> bool:
    """Return whether what somebody does in a course is this keeper's business.

    It is if they are in a cohort of theirs that takes the course; to who looks after all cohorts
    it always is. Nobody looks after themselves, nor after people of a company they stand for.
    """
    if person_id == keeper.person_id or _is_barred(session, keeper, person_id):
        return False
    if keeper.within is None:
        return True
    return any(
        each.cohort.organisation_id in keeper.within and slug in slugs_of(session, each.cohort)
        for each in memberships_of(session, person_id)
    )


def takes(session: Session, cohorts: Collection[Cohort]) -> ColumnElement[bool]:
    """Return what must hold of a member row and an enrolment: the cohort takes the course."""
    pairs = [
        (CohortMember.cohort_id == each.id) & Enrolment.course_slug.in_(slugs_of(session, each))
        for each in cohorts
    ]
    return or_(false(), *pairs)


def _is_barred(session: Session, keeper: Keeper, person_id: int) -> bool:
    if not keeper.barred:
        return False
    theirs = select(Membership.id).where(
        Membership.person_id == person_id, Membership.organisation_id.in_(keeper.barred)
    )
    return session.scalar(theirs.limit(1)) is not None
