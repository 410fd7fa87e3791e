"""Learning packages of others, what they tell, and large files in the database."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "packages"
down_revision = "discussions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "blob_piece",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["blob.sha256"], name=op.f("fk_blob_piece_sha256_blob")
        ),
        sa.PrimaryKeyConstraint("sha256", "place", name=op.f("pk_blob_piece")),
    )
    op.create_table(
        "package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_package_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint("digest", name=op.f("uq_package_digest")),
    )
    op.create_table(
        "package_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_package_attempt_enrolment_id_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["package_id"], ["package.id"], name=op.f("fk_package_attempt_package_id_package")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_attempt")),
        sa.UniqueConstraint(
            "enrolment_id",
            "lesson",
            "package_id",
            name=op.f("uq_package_attempt_enrolment_id_lesson_package_id"),
        ),
    )
    with op.batch_alter_table("package_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_package_attempt_package_id"), ["package_id"], unique=False
        )

    op.create_table(
        "package_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["package_attempt.id"],
            name=op.f("fk_package_opening_attempt_id_package_attempt"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_opening")),
        sa.UniqueConstraint(
            "attempt_id", "number", name=op.f("uq_package_opening_attempt_id_number")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_package_opening_token_hash")),
    )
    op.create_table(
        "package_part_state",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("completion", sa.String(), nullable=False),
        sa.Column("success", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("launch", sa.String(), nullable=False),
        sa.Column("launched_at", UtcDateTime(), nullable=False),
        sa.Column("seconds_before", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["package_attempt.id"],
            name=op.f("fk_package_part_state_attempt_id_package_attempt"),
        ),
        sa.PrimaryKeyConstraint("attempt_id", "part", name=op.f("pk_package_part_state")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("package_part_state")
    op.drop_table("package_opening")
    with op.batch_alter_table("package_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_package_attempt_package_id"))

    op.drop_table("package_attempt")
    op.drop_table("package")
    op.drop_table("blob_piece")
    op.drop_table("blob")
