"""Issuing certificates: with the completion itself, once, and with what is true that day."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorhub.courses import completion
from mentorhub.courses.certificate import facts as saying
from mentorhub.courses.certificate import number as numbers
from mentorhub.courses.certificate.facts import Facts, Module
from mentorhub.courses.material.course import CertificateRule, Programme
from mentorhub.courses.models import Certificate, CourseVersion, Enrolment
from mentorhub.courses.queries import certificates as reads
from mentorhub.courses.queries import progress, versions
from mentorhub.courses.queries.versions import course_of
from mentorhub.kit import audit, jobs
from mentorhub.kit.clock import GERMANY
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused

SEAL_JOB = "certificates.seal"
AT_ONCE = 100


class NotRevoked(Refused):
    """Only a revoked certificate is issued again."""


class IssuedAgain(Refused):
    """There is a newer one already."""


def certify(session: Session, enrolment: Enrolment, now: datetime) -> list[Certificate]:
    """Issue what a completion has earned: the course's certificate, and those of programmes."""
    assert enrolment.completion
    hold(session, f"certificates:{enrolment.person_id}")
    issued = []
    slug = enrolment.course_slug
    rule = _rule(session, enrolment.version)
    before = reads.newest(session, enrolment.person_id, "course", slug)
    if rule and (before is None or before.round < enrolment.round):
        facts = _facts(session, enrolment, rule, before, _day(now))
        issued.append(_issue(session, enrolment.person_id, facts, now, round_=enrolment.round))
    mine = (each for each in versions.programmes(session) if slug in each.courses)
    return issued + _programmes(session, enrolment.person_id, mine, now)


def certify_programmes(session: Session, person_id: int, slug: str, now: datetime) -> int:
    """Issue a programme's certificate again where its courses were renewed; return how many."""
    hold(session, f"certificates:{person_id}")
    mine = (each for each in versions.programmes(session) if each.id == slug)
    return len(_programmes(session, person_id, mine, now))


def catch_up(session: Session, now: datetime) -> int:
    """Issue what was earned before there was a certificate of it; return how many.

    At most ``AT_ONCE`` people are looked at, for each programme too; 0 says that nobody is left.
    """
    issued = 0
    giving = [each.id for each in reads.versions_completed(session) if _rule(session, each)]
    for enrolment in reads.uncertified(session, giving, AT_ONCE):
        issued += len(certify(session, enrolment, now))
    for programme in versions.programmes(session):
        if programme.certificate:
            for id_ in reads.uncertified_people(session, programme, AT_ONCE):
                issued += certify_programmes(session, id_, programme.id, now)
    return issued


def issue_again(
    session: Session, certificate: Certificate, *, by: int, now: datetime
) -> Certificate:
    """Issue a revoked certificate once more, with the name that the person has now.

    Raises:
        NotRevoked: it counts.
        IssuedAgain: that was done before, or the course was taken again.
    """
    hold(session, f"certificates:{certificate.person_id}")
    if certificate.revocation is None:
        raise NotRevoked
    before = reads.facts_of(certificate)
    newest = reads.newest(session, certificate.person_id, before.kind, before.id)
    if newest is None or newest.id != certificate.id:
        raise IssuedAgain
    facts = before.model_copy(update={"name": certificate.person.name, "issued_on": _day(now)})
    return _issue(
        session,
        certificate.person_id,
        facts,
        now,
        round_=certificate.round,
        edition=certificate.edition + 1,
        by=by,
    )


def _facts(
    session: Session,
    enrolment: Enrolment,
    rule: CertificateRule,
    before: Certificate | None,
    today: date,
) -> Facts:
    course, name = course_of(enrolment.version), enrolment.person.name
    completed_on = _completed_on(enrolment)
    if before and completion.is_refresher(course, progress.done_of(session, enrolment)):
        told = reads.facts_of(before)
        return saying.refreshed(told, rule, name=name, on=completed_on, issued_on=today)
    return saying.of_course(
        course,
        rule,
        version=enrolment.version.number,
        name=name,
        completed_on=completed_on,
        issued_on=today,
    )


def _rule(session: Session, version: CourseVersion) -> CertificateRule | None:
    """Return the rule of a version, else the one that its course has by now."""
    own = course_of(version).certificate
    offered = None if own else versions.offered_version(session, version.course_slug)
    return course_of(offered).certificate if offered else own


def _programmes(
    session: Session, person_id: int, programmes: Iterable[Programme], now: datetime
) -> list[Certificate]:
    """Issue the certificates of those programmes that are complete, and due if renewed."""
    issued = []
    for programme in programmes:
        done = _completed(session, person_id, programme) if programme.certificate else ()
        if not done:
            continue
        last = reads.newest(session, person_id, "programme", programme.id)
        if last and not _is_renewed(session, last, done, _day(now)):
            continue
        completed_on = max(_completed_on(each) for each in done)
        facts = saying.of_programme(
            programme,
            tuple(_module(session, each) for each in done),
            name=done[0].person.name,
            completed_on=completed_on,
            issued_on=_day(now),
            counts_from=_day(now) if last else completed_on,
        )
        round_ = last.round + 1 if last else 1
        issued.append(_issue(session, person_id, facts, now, round_=round_))
    return issued


def _completed(session: Session, person_id: int, programme: Programme) -> tuple[Enrolment, ...]:
    """Return the newest completed enrolment in each course, nothing if one is missing."""
    newest: dict[str, Enrolment] = {}
    for each in progress.enrolments_of(session, person_id):
        known = newest.get(each.course_slug)
        if each.completion and (known is None or known.round < each.round):
            newest[each.course_slug] = each
    if not newest.keys() >= set(programme.courses):
        return ()
    return tuple(newest[slug] for slug in programme.courses)


def _is_renewed(
    session: Session, last: Certificate, done: tuple[Enrolment, ...], today: date
) -> bool:
    """Return whether a programme's certificate is due again.

    Its end must be near or past, something must have been taken again since, and no certificate of
    its courses may have ended or have been revoked.
    """
    if not saying.may_renew(last.valid_until, today):
        return False
    if not any(each.completion and each.completion.at > last.at for each in done):
        return False
    theirs = (reads.newest(session, each.person_id, "course", each.course_slug) for each in done)
    return all(reads.state_of(each, today) == "valid" for each in theirs if each)


def _module(session: Session, enrolment: Enrolment) -> Module:
    """Return a course as it was completed; a test that renewed its certificate changes nothing."""
    own = reads.newest(session, enrolment.person_id, "course", enrolment.course_slug)
    told = reads.facts_of(own) if own else None
    if told and told.refreshed_on and told.version:
        return Module(title=told.title, version=told.version, minutes=told.minutes)
    course = course_of(enrolment.version)
    return Module(title=course.title, version=enrolment.version.number, minutes=course.minutes)


def _completed_on(enrolment: Enrolment) -> date:
    assert enrolment.completion
    return _day(enrolment.completion.at)


def _issue(
    session: Session,
    person_id: int,
    facts: Facts,
    now: datetime,
    *,
    round_: int,
    edition: int = 1,
    by: int | None = None,
) -> Certificate:
    fresh = Certificate(
        person_id=person_id,
        kind=facts.kind,
        slug=facts.id,
        round=round_,
        edition=edition,
        number=numbers.spelled(secrets.randbits(numbers.BITS)),
        facts=facts.model_dump_json(exclude_defaults=True),
        valid_until=facts.valid_until,
        at=now,
    )
    session.add(fresh)
    session.flush()
    audit.note(session, "certificate.issued", f"certificate:{fresh.id}", by=by, at=now)
    jobs.enqueue(session, SEAL_JOB, at=now, key=SEAL_JOB)
    return fresh


def _day(moment: datetime) -> date:
    return moment.astimezone(GERMANY).date()
