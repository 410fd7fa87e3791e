"""Remembers what somebody learned, for refreshers."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "refreshers"
down_revision = "certificates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "question_memory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_slug", sa.String(), nullable=False),
        sa.Column("quiz", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_slug"], ["course.slug"], name=op.f("fk_question_memory_course_slug_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_question_memory_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_memory")),
        sa.UniqueConstraint(
            "person_id",
            "course_slug",
            "quiz",
            "question",
            name=op.f("uq_question_memory_person_id_course_slug_quiz_question"),
        ),
    )
    op.create_table(
        "refresher_card",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("course_slug", sa.String(), nullable=False),
        sa.Column("quiz", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=True),
        sa.Column("felt", sa.String(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("felt IN ('hard', 'easy')", name=op.f("ck_refresher_card_felt")),
        sa.CheckConstraint("number BETWEEN 1 AND 5", name=op.f("ck_refresher_card_number")),
        sa.ForeignKeyConstraint(
            ["course_slug"], ["course.slug"], name=op.f("fk_refresher_card_course_slug_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_refresher_card_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "number", name=op.f("pk_refresher_card")),
    )
    op.create_table(
        "refresher_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_refresher_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_refresher_choice")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("refresher_choice")
    op.drop_table("refresher_card")
    op.drop_table("question_memory")
