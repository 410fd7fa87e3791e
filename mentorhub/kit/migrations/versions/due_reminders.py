"""Remembers who was reminded of which due day."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "due_reminders"
down_revision = "question_banks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "due_reminder",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_due_reminder_enrolment_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "due_on", name=op.f("pk_due_reminder")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("due_reminder")
