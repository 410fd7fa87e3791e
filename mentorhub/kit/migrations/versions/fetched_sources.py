"""Sources that are fetched by themselves, their pauses, and how each fetch went."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "fetched_sources"
down_revision = "search_quality"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=True),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("every_hours", sa.Integer(), nullable=False),
        sa.Column("at_hour", sa.Integer(), nullable=True),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("login_name", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("modified", sa.String(), nullable=False),
        sa.Column("fetched_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.CheckConstraint("every_hours > 0", name=op.f("ck_source_every")),
        sa.CheckConstraint("at_hour >= 0 AND at_hour < 24", name=op.f("ck_source_hour")),
        sa.ForeignKeyConstraint(
            ["mapping_id"], ["offer_mapping.id"], name=op.f("fk_source_mapping_id_offer_mapping")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("name", name=op.f("uq_source_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "source_pause",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_source_pause_source_id_source")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_pause")),
    )
    op.create_table(
        "source_fetch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("forecast", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["offer_import.id"], name=op.f("fk_source_fetch_import_id_offer_import")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_source_fetch_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_fetch")),
    )
    with op.batch_alter_table("source_fetch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_fetch_source_id"), ["source_id"])
        batch_op.create_index(batch_op.f("ix_source_fetch_import_id"), ["import_id"])


def downgrade() -> None:
    """Go one step back: catalogues come as files alone."""
    op.drop_table("source_fetch")
    op.drop_table("source_pause")
    op.drop_table("source")
