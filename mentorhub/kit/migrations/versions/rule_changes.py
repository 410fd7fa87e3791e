"""Cases learn that a rule of funding has changed by which they have next steps."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "rule_changes"
down_revision = "courses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "next_step_origin",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["step_id"], ["next_step.id"], name=op.f("fk_next_step_origin_step_id_next_step")
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_next_step_origin")),
    )
    op.create_table(
        "case_rule_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["counselling_case.id"],
            name=op.f("fk_case_rule_change_case_id_counselling_case"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_rule_change")),
        sa.UniqueConstraint("entry", name=op.f("uq_case_rule_change_entry")),
    )
    op.create_index(
        op.f("ix_case_rule_change_case_id"), "case_rule_change", ["case_id"], unique=False
    )
    op.create_table(
        "case_rule_checked",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_case_rule_checked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["case_rule_change.id"],
            name=op.f("fk_case_rule_checked_change_id_case_rule_change"),
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_case_rule_checked")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("case_rule_checked")
    op.drop_table("case_rule_change")
    op.drop_table("next_step_origin")
