"""Cohorts: founding them, who is in, until when what is due, and enrolling everybody at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Update, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Organisation, Person
from mentorhub.courses.actions import discussing, telling
from mentorhub.courses.boards import of_cohort
from mentorhub.courses.models import (
    Cohort,
    CohortDue,
    CohortLeaving,
    CohortLink,
    CohortMember,
    Completion,
    Enrolment,
    EnrolmentEnd,
)
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import versions
from mentorhub.courses.queries.cohorts import Keeping
from mentorhub.kit import audit, mail
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.crypto import Cipher, new_token, token_hash
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class NoSuchSubject(Refused):
    """There is no such programme or course."""


class OtherSubject(Refused):
    """What a cohort takes stays as it is once somebody is in it."""


@dataclass(frozen=True)
class Plan:
    """What a cohort is: name, a programme or a course by its id, first and last day."""

    name: str
    programme: str | None
    course: str | None
    begins_on: date
    ends_on: date | None


def found(
    session: Session, organisation: Organisation, plan: Plan, *, by: Person, now: datetime
) -> Cohort:
    """Write down a cohort of an organisation.

    Raises:
        NoSuchSubject: what it is to take is not offered.
    """
    _refuse_unknown(session, plan)
    made = Cohort(organisation_id=organisation.id, by_id=by.id, at=now, **_columns(plan))
    session.add(made)
    session.flush()
    audit.note(session, "cohort.founded", _subject(made), by=by.id, at=now)
    return made


def change(session: Session, cohort: Cohort, plan: Plan, *, by: Person, now: datetime) -> None:
    """Change name and days; what the cohort takes only as long as nobody is in it.

    Raises:
        NoSuchSubject: what it is to take is not offered.
        OtherSubject: somebody is in it.
    """
    if (plan.programme, plan.course) != (cohort.programme_slug, cohort.course_slug):
        _refuse_unknown(session, plan)
        anybody = select(CohortMember.id).where(CohortMember.cohort_id == cohort.id).limit(1)
        if session.scalar(anybody):
            raise OtherSubject
    for column, value in _columns(plan).items():
        setattr(cohort, column, value)
    session.flush()
    audit.note(session, "cohort.changed", _subject(cohort), by=by.id, at=now)


def make_link(
    session: Session, cipher: Cipher, cohort: Cohort, *, by: Person, now: datetime
) -> str:
    """Return the token of a fresh link by which people join; an older one ends."""
    hold(session, f"cohort_link:{cohort.id}")
    close_link(session, cohort, by=by, now=now)
    token = new_token()
    link = CohortLink(token_hash=token_hash(token), by_id=by.id, at=now)
    link.cohort_id = cohort.id
    link.sealed = cipher.seal(token.encode(), link.about)
    cohort.link = link
    session.flush()
    audit.note(session, "cohort.link_made", _subject(cohort), by=by.id, at=now)
    return token


def close_link(session: Session, cohort: Cohort, *, by: Person, now: datetime) -> None:
    """Let the link lead nowhere from now on."""
    session.refresh(cohort, ["link"])
    if cohort.link:
        cohort.link = None
        session.flush()
        audit.note(session, "cohort.link_closed", _subject(cohort), by=by.id, at=now)


def link_token(cipher: Cipher, cohort: Cohort) -> str | None:
    """Return the token of the link by which people join, None if there is none."""
    if cohort.link is None:
        return None
    return cipher.open_text(cohort.link.sealed, cohort.link.about)


def invite(
    session: Session,
    cohort: Cohort,
    addresses: Collection[str],
    token: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Send the link to these addresses, one letter each; whose they are is not told to anybody."""
    context = {"cohort": cohort.name, "by": by.name, "token": token}
    for address in sorted(set(addresses)):
        mail.queue(session, address, "courses/mail/cohort_invitation", context, at=now)
    audit.note(
        session, "cohort.invited", _subject(cohort), by=by.id, at=now, letters=len(set(addresses))
    )


def join(
    session: Session, cohort: Cohort, person_id: int, *, by: int, now: datetime
) -> CohortMember:
    """Return the person's row in a cohort; who is in already stays in, who had left comes back.

    Whoever is taken in by somebody else is told by letter, with what is seen of them from now on.
    """
    hold(session, f"cohort:{cohort.id}:{person_id}")
    there = reads.member(session, cohort.id, person_id)
    if there and there.leaving is None:
        return there
    if there:
        there.leaving = None
    else:
        there = CohortMember(cohort_id=cohort.id, person_id=person_id, by_id=by, at=now)
        session.add(there)
    session.flush()
    audit.note(session, "cohort.joined", _subject(cohort), by=by, at=now, person=person_id)
    _copy_dues(session, cohort, [person_id])
    if by != person_id:
        context = {"cohort": cohort.name, "cohort_id": cohort.id}
        telling.to_person(session, person_id, "courses/mail/taken_in", context, now)
    return there


def leave(session: Session, member: CohortMember, *, by: int, now: datetime) -> None:
    """Take somebody out of a cohort; their courses stay theirs, without its days.

    Afterwards the coordinator sees nothing of them, and what they wrote on the board is deleted. A
    second time changes nothing.
    """
    if member.leaving:
        return
    discussing.withdraw_from(session, member.person_id, of_cohort(member.cohort_id), now)
    member.leaving = CohortLeaving(by_id=by, at=now)
    session.flush()
    audit.note(
        session, "cohort.left", _subject(member.cohort), by=by, at=now, person=member.person_id
    )
    for slug, day in member.cohort.due_days.items():
        session.execute(
            update(Enrolment)
            .where(
                Enrolment.person_id == member.person_id,
                Enrolment.course_slug == slug,
                Enrolment.due_on == day,
            )
            .values(due_on=reads.due_for(session, member.person_id, slug))
        )


def choose_letters(session: Session, member: CohortMember, *, wants: bool) -> None:
    """Keep whether somebody wants announcements by letter too."""
    member.wants_letters = wants
    session.flush()


def set_dues(
    session: Session,
    keeping: Keeping,
    days: Mapping[str, date | None],
    *,
    by: Person,
    now: datetime,
) -> None:
    """Set until when courses are due, for the cohort and for all its members that take them."""
    cohort = keeping.cohort
    slugs = reads.slugs_of(session, cohort)
    session.execute(
        delete(CohortDue).where(CohortDue.cohort_id == cohort.id, CohortDue.course_slug.in_(days))
    )
    session.flush()
    session.add_all(
        CohortDue(cohort_id=cohort.id, course_slug=slug, due_on=day)
        for slug, day in days.items()
        if day and slug in slugs
    )
    session.flush()
    session.expire(cohort, ["dues"])
    audit.note(session, "cohort.dues_set", _subject(cohort), by=by.id, at=now)
    for slug, day in days.items():
        session.execute(_of_members(cohort, slug).values(due_on=day))


def enrol_all(session: Session, keeping: Keeping, *, by: Person, now: datetime) -> int:
    """Enrol every member in every course of the cohort, in order; return how many enrolments.

    Who takes or has taken a course is left alone, and so is who has left it: that was their
    decision. What a course requires is not asked, because a coordinator enrols.
    """
    hold(session, f"cohort_enrolling:{keeping.cohort.id}")
    try:
        with session.begin_nested():
            return _enrol_missing(session, keeping, by, now)
    except IntegrityError:  # somebody has enrolled meanwhile: look again
        return _enrol_missing(session, keeping, by, now)


def hand_out(
    session: Session, cohort: Cohort, what: Literal["progress", "grades"], *, by: int, now: datetime
) -> None:
    """Note that somebody takes the progress or the grades of a cohort away as a file."""
    audit.note(session, f"cohort.{what}_handed_out", _subject(cohort), by=by, at=now)


def _enrol_missing(session: Session, keeping: Keeping, by: Person, now: datetime) -> int:
    cohort = keeping.cohort
    offered, dues = versions.offered(session), cohort.due_days
    people = [each.person_id for each in reads.members(session, keeping)]
    fresh: list[Enrolment] = []
    for slug in reads.slugs_of(session, cohort):
        if slug not in offered:
            continue
        taken = set(
            session.scalars(
                select(Enrolment.person_id)
                .join(CohortMember, CohortMember.person_id == Enrolment.person_id)
                .where(CohortMember.cohort_id == cohort.id, Enrolment.course_slug == slug)
            )
        )
        fresh += [
            Enrolment(
                person_id=person_id,
                course_slug=slug,
                version_id=offered[slug].id,
                by_id=by.id,
                at=now,
                due_on=dues.get(slug),
            )
            for person_id in people
            if person_id not in taken
        ]
    session.add_all(fresh)
    session.flush()
    session.add_all(
        AuditEntry(
            deed="course.enrolled", subject=f"enrolment:{e.id}", by_id=by.id, at=now, facts={}
        )
        for e in fresh
    )
    audit.note(
        session, "cohort.enrolled", _subject(cohort), by=by.id, at=now, enrolments=len(fresh)
    )
    return len(fresh)


def _copy_dues(session: Session, cohort: Cohort, person_ids: Collection[int]) -> None:
    """Give the days of a cohort to what these people take already and have no day for."""
    for slug, day in cohort.due_days.items():
        session.execute(
            _of_members(cohort, slug)
            .where(Enrolment.person_id.in_(person_ids), Enrolment.due_on.is_(None))
            .values(due_on=day)
        )


def _of_members(cohort: Cohort, slug: str) -> Update:
    """Return the change of what the members of a cohort have open in a course."""
    inside = select(CohortMember.person_id).where(
        CohortMember.cohort_id == cohort.id, reads.is_present()
    )
    return (
        update(Enrolment)
        .where(
            Enrolment.course_slug == slug,
            Enrolment.person_id.in_(inside),
            ~exists().where(Completion.enrolment_id == Enrolment.id),
            ~exists().where(EnrolmentEnd.enrolment_id == Enrolment.id),
        )
        .execution_options(synchronize_session="fetch")
    )


def _refuse_unknown(session: Session, plan: Plan) -> None:
    if plan.programme:
        there = any(each.id == plan.programme for each in versions.programmes(session))
    else:
        there = versions.offered_version(session, plan.course or "") is not None
    if not there or bool(plan.programme) == bool(plan.course):
        raise NoSuchSubject


def _columns(plan: Plan) -> dict[str, str | date | None]:
    return {
        "name": plan.name,
        "programme_slug": plan.programme,
        "course_slug": plan.course,
        "begins_on": plan.begins_on,
        "ends_on": plan.ends_on,
    }


def _subject(cohort: Cohort) -> str:
    return f"cohort:{cohort.id}"
