"""Questions whether somebody wants to join an organisation."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "join_question"
down_revision = "begin_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "join_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("is_responsible", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("declined_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_join_question_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_join_question_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_join_question_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_question")),
        sa.UniqueConstraint(
            "person_id",
            "organisation_id",
            name=op.f("uq_join_question_person_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("join_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_join_question_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_join_question_organisation_id"), ["organisation_id"], unique=False
        )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("join_question")
