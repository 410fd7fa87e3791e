"""Revoking a certificate, for good; who earned it all the same gets another one."""

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from mentorhub.courses.models import Certificate, CertificateRevocation
from mentorhub.courses.queries import certificates as reads
from mentorhub.kit import audit, mail
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused

Reason = Literal["wrong", "not_earned", "replaced"]


class RevokedBefore(Refused):
    """It was revoked before; the first reason stays."""


def revoke(
    session: Session,
    cipher: Cipher,
    certificate: Certificate,
    *,
    by: int,
    reason: Reason,
    words: str,
    now: datetime,
) -> CertificateRevocation:
    """Revoke a certificate and write to its owner; ``words`` are for them alone and may be empty.

    Raises:
        RevokedBefore: somebody was faster.
    """
    hold(session, f"certificates:{certificate.person_id}")
    session.refresh(certificate, ["revocation"])
    if certificate.revocation:
        raise RevokedBefore
    done = CertificateRevocation(certificate_id=certificate.id, reason=reason, by_id=by, at=now)
    if words:
        done.sealed = cipher.seal(words.encode(), done.about)
    certificate.revocation = done
    session.flush()
    audit.note(
        session, "certificate.revoked", f"certificate:{certificate.id}", by=by, at=now, why=reason
    )
    person = certificate.person
    if person.active:
        told = {"name": person.name, "title": reads.facts_of(certificate).title}
        template = "courses/mail/certificate_revoked"
        mail.queue(session, person.email, template, told, at=now, locale=person.locale)
    return done
