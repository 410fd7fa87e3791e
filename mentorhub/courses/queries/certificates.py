"""Certificates: one's own, one by its number, and what outside programs need to check them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from mentorhub.accounts.models import Person, fold_name
from mentorhub.courses.certificate import number as numbers
from mentorhub.courses.certificate.credential import LIST_SIZE
from mentorhub.courses.certificate.facts import RENEWAL, Facts, Kind, may_renew
from mentorhub.courses.material.course import Programme
from mentorhub.courses.models import (
    Certificate,
    CertificateProof,
    CertificateReminder,
    CertificateRevocation,
    CourseVersion,
    DeletedCertificate,
    Enrolment,
    IssuerKey,
)
from mentorhub.courses.queries import versions
from mentorhub.kit.crypto import token_hash

PAGE_ROWS = 50
State = Literal["valid", "ended", "revoked"]


@dataclass(frozen=True)
class Page:
    """One page of a list; ``total`` counts all rows."""

    rows: list[Certificate]
    total: int
    page: int


def facts_of(certificate: Certificate) -> Facts:
    """Return what a certificate says."""
    return Facts.model_validate_json(certificate.facts)


def state_of(certificate: Certificate, today: date) -> State:
    """Return whether a certificate counts today."""
    if certificate.revocation:
        return "revoked"
    if certificate.valid_until and certificate.valid_until < today:
        return "ended"
    return "valid"


def certificates_of(session: Session, person_id: int) -> list[Certificate]:
    """Return all certificates of a person, the newest first."""
    rows = select(Certificate).where(Certificate.person_id == person_id)
    return list(session.scalars(rows.order_by(Certificate.id.desc())))


def newest(session: Session, person_id: int, kind: Kind, slug: str) -> Certificate | None:
    """Return the person's newest certificate of a course or programme."""
    return session.scalar(
        select(Certificate)
        .where(
            Certificate.person_id == person_id,
            Certificate.kind == kind,
            Certificate.slug == slug,
        )
        .order_by(Certificate.round.desc(), Certificate.edition.desc())
        .limit(1)
    )


def can_take_again(certificate: Certificate | None, today: date) -> bool:
    """Return whether its owner may take the course again: its end is near or it counts no more."""
    if certificate is None:
        return False
    return certificate.revocation is not None or may_renew(certificate.valid_until, today)


def renews_by_test(session: Session, certificate: Certificate | None) -> bool:
    """Return whether a test alone renews a course's certificate, and not the whole course."""
    if certificate is None or certificate.kind != "course" or certificate.revocation:
        return False
    offered = versions.offered_version(session, certificate.slug)
    return offered is not None and bool(versions.course_of(offered).renewal)


def by_number(session: Session, number: str) -> Certificate | None:
    """Return the certificate with this number, spelled as ``certificate.number`` does."""
    return session.scalar(select(Certificate).where(Certificate.number == number))


def deleted(session: Session, number: str) -> DeletedCertificate | None:
    """Return what is left of the certificate that had this number."""
    found = DeletedCertificate.number_hash == token_hash(number)
    return session.scalar(select(DeletedCertificate).where(found))


def versions_completed(session: Session) -> list[CourseVersion]:
    """Return the versions in which somebody is complete without a certificate of it."""
    used = _uncertified().with_only_columns(Enrolment.version_id)
    return list(session.scalars(select(CourseVersion).where(CourseVersion.id.in_(used))))


def uncertified(session: Session, version_ids: Collection[int], most: int) -> list[Enrolment]:
    """Return the oldest complete enrolments in these versions without a certificate."""
    rows = _uncertified().where(Enrolment.version_id.in_(version_ids))
    return list(session.scalars(rows.order_by(Enrolment.id).limit(most)))


def uncertified_people(session: Session, programme: Programme, most: int) -> list[int]:
    """Return who has completed all courses of a programme and has no certificate of it."""
    there = exists().where(
        Certificate.person_id == Enrolment.person_id,
        Certificate.kind == "programme",
        Certificate.slug == programme.id,
    )
    complete = func.count(Enrolment.course_slug.distinct()) == len({*programme.courses})
    rows = (
        select(Enrolment.person_id)
        .where(Enrolment.completion.has(), Enrolment.course_slug.in_(programme.courses), ~there)
        .group_by(Enrolment.person_id)
        .having(complete)
    )
    return list(session.scalars(rows.order_by(Enrolment.person_id).limit(most)))


def _uncertified() -> Select[Enrolment]:
    """Return the query for complete enrolments whose round brought no certificate."""
    there = exists().where(
        Certificate.person_id == Enrolment.person_id,
        Certificate.kind == "course",
        Certificate.slug == Enrolment.course_slug,
        Certificate.round >= Enrolment.round,
    )
    return select(Enrolment).where(Enrolment.completion.has(), ~there)


def without_proof(session: Session) -> list[int]:
    """Return the ids of the certificates that were not signed yet, oldest first."""
    rows = select(Certificate.id).where(~Certificate.proof.has())
    return list(session.scalars(rows.order_by(Certificate.id)))


def keys(session: Session) -> list[IssuerKey]:
    """Return all keys that ever signed, the newest first."""
    return list(session.scalars(select(IssuerKey).order_by(IssuerKey.id.desc())))


def revoked_bits(session: Session, key_id: int, page: int) -> list[int]:
    """Return the places of the revoked certificates in one list, those of the deleted ones too."""
    first = page * LIST_SIZE
    revoked = (
        select(CertificateRevocation.certificate_id)
        .join(
            CertificateProof,
            CertificateProof.certificate_id == CertificateRevocation.certificate_id,
        )
        .where(CertificateProof.key_id == key_id)
    )
    gone = select(DeletedCertificate.certificate_id).where(
        DeletedCertificate.key_id == key_id, DeletedCertificate.revoked_at.is_not(None)
    )
    ids = {*session.scalars(revoked), *session.scalars(gone)}
    return sorted(id_ - first for id_ in ids if first <= id_ < first + LIST_SIZE)


def has_list(session: Session, page: int) -> bool:
    """Return whether certificates can stand on this page of a key's list."""
    last = session.scalar(select(func.max(Certificate.id))) or 0
    return page <= last // LIST_SIZE


def _ending(today: date) -> Select[Certificate]:
    """Return the query for what ends soon, counts, and was not followed by a newer one."""
    later = aliased(Certificate)
    followed = (
        select(later.id)
        .where(
            later.person_id == Certificate.person_id,
            later.kind == Certificate.kind,
            later.slug == Certificate.slug,
            later.id > Certificate.id,
        )
        .exists()
    )
    return (
        select(Certificate)
        .where(
            Certificate.valid_until >= today,
            Certificate.valid_until <= today + RENEWAL,
            ~Certificate.revocation.has(),
            ~followed,
        )
        .order_by(Certificate.id)
    )


def not_reminded(session: Session, today: date) -> list[Certificate]:
    """Return what ends soon and whose owners were not told so by letter."""
    told = select(CertificateReminder.certificate_id)
    return list(session.scalars(_ending(today).where(Certificate.id.not_in(told))))


def found(session: Session, search: str, page: int) -> Page:
    """Return certificates by number or by a part of their owner's name, the newest first."""
    rows = select(Certificate).join(Person, Person.id == Certificate.person_id)
    if search:
        number = numbers.read(search)
        name = Person.sort_name.contains(fold_name(search), autoescape=True)
        rows = rows.where(or_(name, Certificate.number == number) if number else name)
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    page = min(max(page, 1), max(-(-total // PAGE_ROWS), 1))
    begin = (page - 1) * PAGE_ROWS
    newest_first = rows.order_by(Certificate.id.desc()).limit(PAGE_ROWS).offset(begin)
    return Page(list(session.scalars(newest_first)), total, page)


def ending_programmes(session: Session, today: date) -> list[Certificate]:
    """Return the programmes' certificates that end soon and were not followed by a newer one."""
    return list(session.scalars(_ending(today).where(Certificate.kind == "programme")))
