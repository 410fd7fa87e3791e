"""Pages that offers lead to, and whether they are there."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "link_checks"
down_revision = "offer_link"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("there_at", UtcDateTime(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.Column("dead_at", UtcDateTime(), nullable=True),
        sa.Column("busy_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("address", name=op.f("uq_link_address")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_host"), ["host"])
        batch_op.create_index(batch_op.f("ix_link_checked_at"), ["checked_at"])
        batch_op.create_index(batch_op.f("ix_link_dead_at"), ["dead_at"])


def downgrade() -> None:
    """Go one step back: nobody looks whether links lead anywhere."""
    op.drop_table("link")
