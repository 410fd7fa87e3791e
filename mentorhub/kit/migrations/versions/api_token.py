"""Tokens of programs, and their end."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "api_token"
down_revision = "shared_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_api_token_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("name", name=op.f("uq_api_token_name")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_table(
        "api_token_revocation",
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"], ["api_token.id"], name=op.f("fk_api_token_revocation_token_id_api_token")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_api_token_revocation_by_id_person")
        ),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_api_token_revocation")),
    )


def downgrade() -> None:
    """Go one step back: programs ask as often as everybody else."""
    op.drop_table("api_token_revocation")
    op.drop_table("api_token")
