"""Of which course of its catalogue an offer is a date, so that both go together."""

import sqlalchemy as sa
from alembic import op

revision = "offer_date_of"
down_revision = "course_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("date_of", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_offer_date_of"), ["date_of"])


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_date_of"))
        batch_op.drop_column("date_of")
