"""Signing certificates with the keys of this installation; the private ones lie sealed."""

import json
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from mentorhub.courses.certificate.credential import Issuer, badge, place_of, status_list
from mentorhub.courses.certificate.proof import Contexts, Document, multikey, signed
from mentorhub.courses.models import Certificate, CertificateProof, IssuerKey
from mentorhub.courses.queries import certificates as reads
from mentorhub.kit import audit
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import hold


class Notary:
    """Signs in the name of the operator; one for the whole application."""

    def __init__(self, cipher: Cipher, issuer: Issuer, contexts: Contexts) -> None:
        self.issuer = issuer
        self._cipher = cipher
        self._contexts = contexts

    def new_key(self, session: Session, now: datetime) -> IssuerKey:
        """Make a key; from now on it signs new certificates. Older ones keep theirs."""
        private = Ed25519PrivateKey.generate()
        key = IssuerKey(public=multikey(private.public_key()), sealed=b"", at=now)
        key.sealed = self._cipher.seal(private.private_bytes_raw(), key.about)
        session.add(key)
        session.flush()
        audit.note(session, "issuer_key.made", f"issuer_key:{key.id}", by=None, at=now)
        return key

    def seal(self, session: Session, certificate_id: int, now: datetime) -> None:
        """Sign a certificate with the newest key; the first one makes it. Twice is once."""
        hold(session, "issuer_key")
        found = session.get(Certificate, certificate_id, populate_existing=True)
        if found is None or found.proof:
            return
        key = next(iter(reads.keys(session)), None) or self.new_key(session, now)
        document = badge(
            reads.facts_of(found),
            found.number,
            place_of(found.id, key.id),
            public_key=key.public,
            issuer=self.issuer,
            at=found.at,
        )
        session.add(
            CertificateProof(
                certificate_id=found.id,
                key_id=key.id,
                issuer=self.issuer.name,
                credential=self._text(document, key, now),
                at=now,
            )
        )
        session.flush()

    def status_list(self, session: Session, key: IssuerKey, page: int, now: datetime) -> str:
        """Return the signed list of what was revoked on one page of a key, as JSON text."""
        document = status_list(
            reads.revoked_bits(session, key.id, page),
            key_id=key.id,
            page=page,
            public_key=key.public,
            issuer=self.issuer,
            at=now,
        )
        return self._text(document, key, now)

    def _text(self, document: Document, key: IssuerKey, now: datetime) -> str:
        raw = self._cipher.open(key.sealed, key.about)
        private = Ed25519PrivateKey.from_private_bytes(raw)
        return json.dumps(signed(document, private, self._contexts, now), ensure_ascii=False)
