"""An offer knows when it came to us and of which day the catalogue is that told it."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "offer_ages"
down_revision = "funding_versions"
branch_labels = None
depends_on = None

LONG_AGO = "1970-01-01 00:00:00"
FIRST = """UPDATE offer SET added_at = COALESCE(
    (SELECT min(v.at) FROM offer_version v WHERE v.offer_id = offer.id), changed_at)"""


def upgrade() -> None:
    """Go one step forward; an offer came with its first version."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("catalogue_as_of", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("added_at", UtcDateTime(), nullable=False, server_default=LONG_AGO)
        )
    op.execute(FIRST)


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("added_at")
        batch_op.drop_column("catalogue_as_of")
