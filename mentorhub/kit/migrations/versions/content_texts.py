"""The texts of funding and glossary live in the database."""

import sqlalchemy as sa
from alembic import op

revision = "content_texts"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward; what was loaded is forgotten, so that the next load brings the texts."""
    op.execute("DELETE FROM content_file")
    with op.batch_alter_table("content_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("text", sa.String(), nullable=True))


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("content_file", schema=None) as batch_op:
        batch_op.drop_column("text")
