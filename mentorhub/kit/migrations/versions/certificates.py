"""Certificates, their proofs and keys, revocations and what is left of deleted ones."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "certificates"
down_revision = "rule_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "issuer_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_key")),
        sa.UniqueConstraint("public", name=op.f("uq_issuer_key_public")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint(
            "person_id",
            "kind",
            "slug",
            "round",
            "edition",
            name=op.f("uq_certificate_person_id_kind_slug_round_edition"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_certificate_valid_until"), ["valid_until"], unique=False
        )

    op.create_table(
        "deleted_certificate",
        sa.Column("certificate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number_hash", sa.String(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"], ["issuer_key.id"], name=op.f("fk_deleted_certificate_key_id_issuer_key")
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_deleted_certificate")),
        sa.UniqueConstraint("number_hash", name=op.f("uq_deleted_certificate_number_hash")),
    )
    op.create_table(
        "certificate_proof",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_proof_certificate_id_certificate"),
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["issuer_key.id"], name=op.f("fk_certificate_proof_key_id_issuer_key")
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_proof")),
    )
    with op.batch_alter_table("certificate_proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_proof_key_id"), ["key_id"], unique=False)

    op.create_table(
        "certificate_reminder",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_reminder_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_reminder")),
    )
    op.create_table(
        "certificate_revocation",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_certificate_revocation_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_revocation_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_revocation")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("certificate_revocation")
    op.drop_table("certificate_reminder")
    with op.batch_alter_table("certificate_proof", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_proof_key_id"))

    op.drop_table("certificate_proof")
    op.drop_table("deleted_certificate")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_valid_until"))

    op.drop_table("certificate")
    op.drop_table("issuer_key")
