"""Tables of people and organisations are taken over by the worker."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "account_upload_taking",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("sends_mail", sa.Boolean(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_account_upload_taking_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["account_upload.id"],
            name=op.f("fk_account_upload_taking_upload_id_account_upload"),
        ),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_account_upload_taking")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("account_upload_taking")
