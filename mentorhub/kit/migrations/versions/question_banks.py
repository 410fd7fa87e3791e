"""Adds banks of questions, and files of editors on their way in."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "question_banks"
down_revision = "cohorts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "course_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_course_upload_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_upload")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("course_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_upload_at"), ["at"], unique=False)

    op.create_table(
        "question_bank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_question_bank_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_bank")),
        sa.UniqueConstraint("key", name=op.f("uq_question_bank_key")),
    )
    op.create_table(
        "bank_course",
        sa.Column("course_slug", sa.String(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["question_bank.id"], name=op.f("fk_bank_course_bank_id_question_bank")
        ),
        sa.ForeignKeyConstraint(
            ["course_slug"], ["course.slug"], name=op.f("fk_bank_course_course_slug_course")
        ),
        sa.PrimaryKeyConstraint("course_slug", name=op.f("pk_bank_course")),
    )
    with op.batch_alter_table("bank_course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_course_bank_id"), ["bank_id"], unique=False)

    op.create_table(
        "bank_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["question_bank.id"], name=op.f("fk_bank_question_bank_id_question_bank")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_question")),
        sa.UniqueConstraint("bank_id", "slug", name=op.f("uq_bank_question_bank_id_slug")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("bank_question")
    with op.batch_alter_table("bank_course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_course_bank_id"))

    op.drop_table("bank_course")
    op.drop_table("question_bank")
    with op.batch_alter_table("course_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_upload_at"))

    op.drop_table("course_upload")
