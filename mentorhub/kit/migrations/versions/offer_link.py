"""An offer names its page at the provider."""

import sqlalchemy as sa
from alembic import op

revision = "offer_link"
down_revision = "shared_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.String(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_offer_link"), ["link"])


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_link"))
        batch_op.drop_column("link")
