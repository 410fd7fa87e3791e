"""How often providers were seen, and how the search answered: sums per day."""

import sqlalchemy as sa
from alembic import op

revision = "exposure"
down_revision = "sources"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "provider_shown",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "provider", name=op.f("pk_provider_shown")),
    )
    op.create_table(
        "search_step_taken",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "step", name=op.f("pk_search_step_taken")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("search_step_taken")
    op.drop_table("provider_shown")
