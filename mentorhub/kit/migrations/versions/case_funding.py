"""A case can keep what the person told for funding: sealed, one row for each case."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "case_funding"
down_revision = "offer_ages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "case_funding",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_case_funding_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["counselling_case.id"],
            name=op.f("fk_case_funding_case_id_counselling_case"),
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_funding")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("case_funding")
