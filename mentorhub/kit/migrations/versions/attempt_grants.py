"""Remembers who may try a test once more."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "attempt_grants"
down_revision = "due_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "attempt_grant",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["quiz_attempt.id"],
            name=op.f("fk_attempt_grant_attempt_id_quiz_attempt"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_attempt_grant_by_id_person")
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_attempt_grant")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("attempt_grant")
