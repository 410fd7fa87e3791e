"""Cohorts with members, dates and announcements; practice tasks; what companies may see."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "cohorts"
down_revision = "packages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "calendar_link",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_link_token_hash")),
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_slug", sa.String(), nullable=True),
        sa.Column("course_slug", sa.String(), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(programme_slug IS NULL AND course_slug IS NOT NULL) OR (programme_slug IS NOT NULL AND course_slug IS NULL)",
            name=op.f("ck_cohort_one_subject"),
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= begins_on", name=op.f("ck_cohort_days")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_cohort_by_id_person")),
        sa.ForeignKeyConstraint(
            ["course_slug"], ["course.slug"], name=op.f("fk_cohort_course_slug_course")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_cohort_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_slug"], ["programme.slug"], name=op.f("fk_cohort_programme_slug_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "sharing_consent",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "participation",
                "progress",
                "certificates",
                name="shared",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_sharing_consent_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sharing_consent_person_id_person")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "organisation_id", "what", name=op.f("pk_sharing_consent")
        ),
    )
    with op.batch_alter_table("sharing_consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sharing_consent_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "cohort_announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_cohort_announcement_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_announcement_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_announcement")),
    )
    with op.batch_alter_table("cohort_announcement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_announcement_cohort_id"), ["cohort_id"], unique=False
        )

    op.create_table(
        "cohort_due",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("course_slug", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_due_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["course_slug"], ["course.slug"], name=op.f("fk_cohort_due_course_slug_course")
        ),
        sa.PrimaryKeyConstraint("cohort_id", "course_slug", name=op.f("pk_cohort_due")),
    )
    op.create_table(
        "cohort_link",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_cohort_link_by_id_person")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_link_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_cohort_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_cohort_link_token_hash")),
    )
    op.create_table(
        "cohort_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wants_letters", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_cohort_member_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_member_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_cohort_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_member")),
        sa.UniqueConstraint(
            "cohort_id", "person_id", name=op.f("uq_cohort_member_cohort_id_person_id")
        ),
    )
    with op.batch_alter_table("cohort_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cohort_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_cohort_message_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_message_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_message")),
    )
    with op.batch_alter_table("cohort_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_message_cohort_id"), ["cohort_id"], unique=False
        )

    op.create_table(
        "live_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("course_slug", sa.String(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_live_date_times")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_live_date_by_id_person")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_live_date_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["course_slug"], ["course.slug"], name=op.f("fk_live_date_course_slug_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_date")),
    )
    with op.batch_alter_table("live_date", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_live_date_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "cohort_leaving",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_cohort_leaving_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["cohort_member.id"],
            name=op.f("fk_cohort_leaving_member_id_cohort_member"),
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_cohort_leaving")),
    )
    op.create_table(
        "cohort_message_receiver",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["cohort_message.id"],
            name=op.f("fk_cohort_message_receiver_message_id_cohort_message"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_cohort_message_receiver_person_id_person")
        ),
        sa.PrimaryKeyConstraint("message_id", "person_id", name=op.f("pk_cohort_message_receiver")),
    )
    with op.batch_alter_table("cohort_message_receiver", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_message_receiver_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "live_attendance",
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_live_attendance_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["date_id"], ["live_date.id"], name=op.f("fk_live_attendance_date_id_live_date")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_live_attendance_person_id_person")
        ),
        sa.PrimaryKeyConstraint("date_id", "person_id", name=op.f("pk_live_attendance")),
    )
    with op.batch_alter_table("live_attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_live_attendance_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "live_cancellation",
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_live_cancellation_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["date_id"], ["live_date.id"], name=op.f("fk_live_cancellation_date_id_live_date")
        ),
        sa.PrimaryKeyConstraint("date_id", name=op.f("pk_live_cancellation")),
    )
    op.create_table(
        "practice_handing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_practice_handing_enrolment_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_handing")),
        sa.UniqueConstraint(
            "enrolment_id", "number", name=op.f("uq_practice_handing_enrolment_id_number")
        ),
    )
    op.create_table(
        "practice_answer",
        sa.Column("handing_id", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_practice_answer_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["handing_id"],
            ["practice_handing.id"],
            name=op.f("fk_practice_answer_handing_id_practice_handing"),
        ),
        sa.PrimaryKeyConstraint("handing_id", name=op.f("pk_practice_answer")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("practice_answer")
    op.drop_table("practice_handing")
    op.drop_table("live_cancellation")
    with op.batch_alter_table("live_attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_live_attendance_person_id"))

    op.drop_table("live_attendance")
    with op.batch_alter_table("cohort_message_receiver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_message_receiver_person_id"))

    op.drop_table("cohort_message_receiver")
    op.drop_table("cohort_leaving")
    with op.batch_alter_table("live_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_live_date_cohort_id"))

    op.drop_table("live_date")
    with op.batch_alter_table("cohort_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_message_cohort_id"))

    op.drop_table("cohort_message")
    with op.batch_alter_table("cohort_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_member_person_id"))

    op.drop_table("cohort_member")
    op.drop_table("cohort_link")
    op.drop_table("cohort_due")
    with op.batch_alter_table("cohort_announcement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_announcement_cohort_id"))

    op.drop_table("cohort_announcement")
    with op.batch_alter_table("sharing_consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sharing_consent_organisation_id"))

    op.drop_table("sharing_consent")
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_organisation_id"))

    op.drop_table("cohort")
    op.drop_table("calendar_link")
