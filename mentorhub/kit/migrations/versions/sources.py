"""Files of every format, what a whole catalogue takes away, and mappings that editors save."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "sources"
down_revision = "kept_talk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward: files that wait were all in our own format."""
    with op.batch_alter_table("offer_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gone", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("offer_upload", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("format", sa.String(), nullable=False, server_default="jsonl")
        )
        batch_op.add_column(
            sa.Column("is_whole", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "offer_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_mapping")),
        sa.UniqueConstraint("name", name=op.f("uq_offer_mapping_name")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("offer_mapping")
    with op.batch_alter_table("offer_upload", schema=None) as batch_op:
        batch_op.drop_column("is_whole")
        batch_op.drop_column("format")
    with op.batch_alter_table("offer_import", schema=None) as batch_op:
        batch_op.drop_column("confirmed")
        batch_op.drop_column("gone")
