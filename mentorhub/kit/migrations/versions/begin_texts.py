"""An offer keeps its source's own words about when it begins."""

import sqlalchemy as sa
from alembic import op

revision = "begin_texts"
down_revision = "content_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("begin_text", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("begin_text")
