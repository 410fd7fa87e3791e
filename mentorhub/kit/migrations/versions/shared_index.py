"""The search index in the database, for machines that share nothing else."""

import sqlalchemy as sa
from alembic import op

import mentorhub.kit.db

revision = "shared_index"
down_revision = "fetched_sources"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "index_generation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stored_at", mentorhub.kit.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_generation")),
    )
    op.create_table(
        "index_chunk",
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_index_chunk")),
    )
    op.create_table(
        "index_piece",
        sa.Column("generation_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("chunk", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chunk"], ["index_chunk.sha256"], name=op.f("fk_index_piece_chunk_index_chunk")
        ),
        sa.ForeignKeyConstraint(
            ["generation_id"],
            ["index_generation.id"],
            name=op.f("fk_index_piece_generation_id_index_generation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("generation_id", "file", "place", name=op.f("pk_index_piece")),
    )
    op.create_index(op.f("ix_index_piece_chunk"), "index_piece", ["chunk"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        # Vectors do not get smaller: trying to pack them took most of the time of storing.
        op.execute("ALTER TABLE index_chunk ALTER COLUMN data SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("index_piece")
    op.drop_table("index_chunk")
    op.drop_table("index_generation")
