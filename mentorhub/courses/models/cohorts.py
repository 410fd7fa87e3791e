"""Cohorts: people who take courses together, with a coordinator, dates and announcements."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models import Organisation, Person
from mentorhub.kit.db import Base


class Cohort(Base):
    """People who take one programme or one course together.

    The coordinators of ``organisation_id`` look after it. ``ends_on`` is its last day.
    """

    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint(
            "(programme_slug IS NULL AND course_slug IS NOT NULL) OR "
            "(programme_slug IS NOT NULL AND course_slug IS NULL)",
            name="one_subject",
        ),
        CheckConstraint("ends_on IS NULL OR ends_on >= begins_on", name="days"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    programme_slug: Mapped[str | None] = mapped_column(ForeignKey("programme.slug"))
    course_slug: Mapped[str | None] = mapped_column(ForeignKey("course.slug"))
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    link: Mapped["CohortLink | None"] = relationship(lazy="joined", cascade="all, delete-orphan")
    dues: Mapped[list["CohortDue"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def due_days(self) -> dict[str, date]:
        """The day until which each course is to be done, by the id of the course."""
        return {each.course_slug: each.due_on for each in self.dues}

    def is_over(self, today: date) -> bool:
        """Return whether its last day is past."""
        return self.ends_on is not None and self.ends_on < today


class CohortLink(Base):
    """Who has this link may join; the coordinator sees it again, so its token lies here sealed."""

    __tablename__ = "cohort_link"
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"cohort_link:{self.cohort_id}"


class CohortDue(Base):
    """Until when a course is to be done; copied into the enrolments of the members."""

    __tablename__ = "cohort_due"
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    course_slug: Mapped[str] = mapped_column(ForeignKey("course.slug"), primary_key=True)
    due_on: Mapped[date]


class DueReminder(Base):
    """The person got a letter that a course is due soon, on this day."""

    __tablename__ = "due_reminder"
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class CohortMember(Base):
    """A person is in a cohort, unless they left; ``wants_letters`` of what is announced."""

    __tablename__ = "cohort_member"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    wants_letters: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)
    leaving: Mapped["CohortLeaving | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan"
    )


class CohortLeaving(Base):
    """A member is in the cohort no longer; taking it away brings them back."""

    __tablename__ = "cohort_leaving"
    member_id: Mapped[int] = mapped_column(ForeignKey("cohort_member.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class LiveDate(Base):
    """When a cohort meets, in a room or by a link; ``course_slug`` is the course it counts for."""

    __tablename__ = "live_date"
    __table_args__ = (CheckConstraint("ends_at > begins_at", name="times"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    title: Mapped[str]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    course_slug: Mapped[str | None] = mapped_column(ForeignKey("course.slug"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    cohort: Mapped[Cohort] = relationship()
    cancellation: Mapped["LiveCancellation | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan"
    )


class LiveCancellation(Base):
    """A date does not take place; calendars that know it are told."""

    __tablename__ = "live_cancellation"
    date_id: Mapped[int] = mapped_column(ForeignKey("live_date.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Attendance(Base):
    """Somebody was there; the coordinator says so."""

    __tablename__ = "live_attendance"
    date_id: Mapped[int] = mapped_column(ForeignKey("live_date.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Announcement(Base):
    """What a coordinator tells the whole cohort."""

    __tablename__ = "cohort_announcement"
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    title: Mapped[str]
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CohortMessage(Base):
    """What a coordinator wrote to some members; each got a letter of their own."""

    __tablename__ = "cohort_message"
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    subject: Mapped[str]
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    receivers: Mapped[list["CohortMessageReceiver"]] = relationship(
        cascade="all, delete-orphan", order_by="CohortMessageReceiver.person_id"
    )


class CohortMessageReceiver(Base):
    """A message went to this person."""

    __tablename__ = "cohort_message_receiver"
    message_id: Mapped[int] = mapped_column(ForeignKey("cohort_message.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class CalendarLink(Base):
    """The private address under which calendars read somebody's dates."""

    __tablename__ = "calendar_link"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()

    @property
    def about(self) -> str:
        """What the sealed bytes are bound to."""
        return f"calendar_link:{self.person_id}"
