"""Drafts of a chat model for editors of courses."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "course_drafts"
down_revision = "attempt_grants"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "course_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_key", sa.String(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_course_draft_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["course_version.id"],
            name=op.f("fk_course_draft_version_id_course_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_draft")),
        sa.UniqueConstraint("open_key", name=op.f("uq_course_draft_open_key")),
    )
    with op.batch_alter_table("course_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_course_draft_version_id"), ["version_id"], unique=False
        )

    op.create_table(
        "course_draft_ending",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["course_draft.id"],
            name=op.f("fk_course_draft_ending_draft_id_course_draft"),
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_course_draft_ending")),
    )
    op.create_table(
        "course_draft_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["course_draft.id"],
            name=op.f("fk_course_draft_piece_draft_id_course_draft"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_draft_piece")),
        sa.UniqueConstraint("draft_id", "place", name=op.f("uq_course_draft_piece_draft_id_place")),
    )
    op.create_table(
        "course_draft_verdict",
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_course_draft_verdict_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["piece_id"],
            ["course_draft_piece.id"],
            name=op.f("fk_course_draft_verdict_piece_id_course_draft_piece"),
        ),
        sa.PrimaryKeyConstraint("piece_id", name=op.f("pk_course_draft_verdict")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("course_draft_verdict")
    op.drop_table("course_draft_piece")
    op.drop_table("course_draft_ending")
    with op.batch_alter_table("course_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_draft_version_id"))

    op.drop_table("course_draft")
