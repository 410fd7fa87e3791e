"""Deletes the certificates of a person whose account is about to be erased."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorhub.courses.models import (
    Certificate,
    CertificateProof,
    CertificateReminder,
    CertificateRevocation,
    DeletedCertificate,
)
from mentorhub.courses.queries import certificates
from mentorhub.kit.crypto import token_hash


def forget(session: Session, person_id: int, now: datetime) -> None:
    """Delete all certificates of a person.

    What is left says that there was one, to who holds its number; and that it was revoked, to
    programs that look into the list.
    """
    mine = certificates.certificates_of(session, person_id)
    for each in mine:
        session.add(_left(each, now))
    session.flush()
    ids = [each.id for each in mine]
    for table in (CertificateReminder, CertificateRevocation, CertificateProof):
        session.execute(delete(table).where(table.certificate_id.in_(ids)))
    session.execute(delete(Certificate).where(Certificate.id.in_(ids)))


def _left(certificate: Certificate, now: datetime) -> DeletedCertificate:
    left = DeletedCertificate(
        certificate_id=certificate.id, number_hash=token_hash(certificate.number), at=now
    )
    if certificate.revocation and certificate.proof:
        left.key_id, left.revoked_at = certificate.proof.key_id, certificate.revocation.at
    return left
