"""Certificates: what was certified, its proof, its revocation, and what is left of deleted ones."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models import Person
from mentorhub.kit.db import Base


class IssuerKey(Base):
    """A key that signs certificates; the newest one signs new ones, all stay published.

    ``public`` is the public key as it stands in did:key; the private one is sealed.
    """

    __tablename__ = "issuer_key"
    id: Mapped[int] = mapped_column(primary_key=True)
    public: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"issuer_key:{self.public}"


class Certificate(Base):
    """A certificate; ``facts`` is the JSON text of ``certificate.facts.Facts`` and never changes.

    ``kind`` and ``slug`` name the course or programme, ``round`` counts how often the person has
    taken it, ``edition`` how often it was issued in this round: again only after a revocation.
    ``number`` opens the public page; it lies here in the open because it opens only this row.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "slug", "round", "edition"),
        {"sqlite_autoincrement": True},  # a bit in a status list belongs to one certificate only
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    slug: Mapped[str]
    round: Mapped[int] = mapped_column(default=1)
    edition: Mapped[int] = mapped_column(default=1)
    number: Mapped[str] = mapped_column(unique=True)
    facts: Mapped[str] = mapped_column(Text)
    valid_until: Mapped[date | None] = mapped_column(index=True)
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()
    proof: Mapped["CertificateProof | None"] = relationship(lazy="joined")
    revocation: Mapped["CertificateRevocation | None"] = relationship(lazy="joined")


class CertificateProof(Base):
    """The certificate as an Open Badge, signed once; ``issuer`` is who issued it, by name."""

    __tablename__ = "certificate_proof"
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("issuer_key.id"), index=True)
    issuer: Mapped[str]
    credential: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class CertificateRevocation(Base):
    """The certificate does not count any more; everybody sees when and for which reason.

    ``sealed`` are words to the person alone, None without any.
    """

    __tablename__ = "certificate_revocation"
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    reason: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"certificate_revocation:{self.certificate_id}"


class CertificateReminder(Base):
    """The person was told by letter that the certificate ends soon."""

    __tablename__ = "certificate_reminder"
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    at: Mapped[datetime]


class DeletedCertificate(Base):
    """What is left of a certificate whose owner was forgotten: nothing about the owner.

    ``number_hash`` lets who holds the number learn that it was deleted. A revoked one stays
    revoked: ``key_id`` and ``revoked_at`` keep its place in the list of its key.
    """

    __tablename__ = "deleted_certificate"
    certificate_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number_hash: Mapped[str] = mapped_column(unique=True)
    key_id: Mapped[int | None] = mapped_column(ForeignKey("issuer_key.id"))
    revoked_at: Mapped[datetime | None]
    at: Mapped[datetime]
