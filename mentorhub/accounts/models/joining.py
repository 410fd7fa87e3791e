"""Questions to people whether they want to belong to an organisation."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models.organisations import Organisation
from mentorhub.accounts.models.people import Person
from mentorhub.accounts.models.roles import Role
from mentorhub.kit.db import Base


class JoinQuestion(Base):
    """Somebody is asked to join an organisation; their yes makes it a membership.

    ``email`` and ``name`` are what the asker typed: until the person agrees they learn nothing
    else, not even whether there is an account, and so not that somebody declined either.
    """

    __tablename__ = "join_question"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str]
    name: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSON)
    is_responsible: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    declined_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def role_set(self) -> frozenset[Role]:
        """The roles that the membership will give."""
        return frozenset(map(Role, self.roles))
