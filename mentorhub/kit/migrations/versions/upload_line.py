"""What each line of an uploaded table has done, instead of four counts."""

import sqlalchemy as sa
from alembic import op

revision = "upload_line"
down_revision = "join_question"
branch_labels = None
depends_on = None

COUNTS = ("new", "changed", "same", "bad")


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "account_upload_line",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(*COUNTS, name="outcome", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["account_upload_taking.upload_id"],
            name=op.f("fk_account_upload_line_upload_id_account_upload_taking"),
        ),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_account_upload_line")),
    )
    with op.batch_alter_table("account_upload_taking", schema=None) as batch_op:
        for name in COUNTS:
            batch_op.drop_column(name)


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("account_upload_taking", schema=None) as batch_op:
        for name in COUNTS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("account_upload_line")
