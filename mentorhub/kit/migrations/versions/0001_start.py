"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_deed"), ["deed"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_subject"), ["subject"], unique=False)

    op.create_table(
        "browser_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_browser_session")),
    )
    with op.batch_alter_table("browser_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_browser_session_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "content_file",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_content_file")),
    )
    op.create_table(
        "failed_sign_ins",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("locked_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failed_sign_ins")),
    )
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failed_sign_ins_since"), ["since"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("open_key", sa.String(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("open_key", name=op.f("uq_job_open_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_name"), ["name"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("learn", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("provider_azav", sa.Boolean(), nullable=True),
        sa.Column("azav", sa.Boolean(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("town", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("schedules", sa.JSON(), nullable=False),
        sa.Column("on_request", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("requirements", sa.String(), nullable=False),
        sa.Column("target_group", sa.String(), nullable=False),
        sa.Column("degree", sa.String(), nullable=False),
        sa.Column("degree_kind", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source_digest", sa.String(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "degree_kind IN ('none', 'certificate', 'partial', 'vocational', 'upgrading', 'school', 'language')",
            name=op.f("ck_offer_degree_kind"),
        ),
        sa.CheckConstraint("form IN ('presence', 'online', 'blended')", name=op.f("ck_offer_form")),
        sa.CheckConstraint("kind IN ('course', 'funding')", name=op.f("ck_offer_kind")),
        sa.CheckConstraint(
            "level IN ('basic', 'intermediate', 'advanced')", name=op.f("ck_offer_level")
        ),
        sa.CheckConstraint("hours > 0", name=op.f("ck_offer_hours")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_offer_price")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("key", name=op.f("uq_offer_key")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_provider"), ["provider"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_source"), ["source"], unique=False)

    op.create_table(
        "offer_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_import")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "company",
                "association",
                "chamber",
                "provider",
                "agency",
                "union",
                "coordination_office",
                name="organisationkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'company' OR code IS NOT NULL", name=op.f("ck_organisation_company_code")
        ),
        sa.CheckConstraint(
            "headcount IS NULL OR headcount >= 0", name=op.f("ck_organisation_headcount")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
        sa.UniqueConstraint(
            "kind", "name", "postcode", name=op.f("uq_organisation_kind_name_postcode")
        ),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_postcode"), ["postcode"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_sort_name"), ["sort_name"], unique=False)

    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("fs_webauthn_user_handle", sa.String(), nullable=True),
        sa.Column("tf_primary_method", sa.String(), nullable=True),
        sa.Column("tf_totp_secret", sa.String(), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_folded")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_person_fs_uniquifier")),
        sa.UniqueConstraint(
            "fs_webauthn_user_handle", name=op.f("uq_person_fs_webauthn_user_handle")
        ),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_sort_name"), ["sort_name"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("postcode", "town", name=op.f("uq_place_postcode_town")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index("ix_place_town", ["town"], unique=False)

    op.create_table(
        "visit",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "account_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_account_upload_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_upload")),
    )
    with op.batch_alter_table("account_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_upload_at"), ["at"], unique=False)

    op.create_table(
        "conversation_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column(
            "whom",
            sa.Enum("outside", "inside", name="whom", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("waits_since", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "sealed IS NULL OR whom <> 'inside' OR organisation_id IS NOT NULL",
            name=op.f("ck_conversation_request_inside_has_company"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_conversation_request_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_conversation_request_reference")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_conversation_request_token_hash")),
    )
    with op.batch_alter_table("conversation_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conversation_request_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_conversation_request_waits_since"), ["waits_since"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_invitation_by_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "job_ending",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_ending_job_id_job")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_ending")),
    )
    op.create_table(
        "mail_sending",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outbox_mail.id"], name=op.f("fk_mail_sending_mail_id_outbox_mail")
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mail_sending")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("counsel", "employer", name="side", native_enum=False, length=16),
            nullable=True,
        ),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("id", "side", name=op.f("uq_membership_id_side")),
        sa.UniqueConstraint(
            "person_id", "organisation_id", name=op.f("uq_membership_person_id_organisation_id")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "offer_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_offer_date_offer_id_offer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_date")),
        sa.UniqueConstraint("offer_id", "starts", name=op.f("uq_offer_date_offer_id_starts")),
    )
    with op.batch_alter_table("offer_date", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_date_starts"), ["starts"], unique=False)

    op.create_table(
        "offer_import_undo",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["offer_import.id"],
            name=op.f("fk_offer_import_undo_import_id_offer_import"),
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_offer_import_undo")),
    )
    op.create_table(
        "offer_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.Column("forecast", sa.JSON(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["offer_import.id"], name=op.f("fk_offer_upload_import_id_offer_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_upload")),
        sa.UniqueConstraint("import_id", name=op.f("uq_offer_upload_import_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("offer_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_upload_at"), ["at"], unique=False)

    op.create_table(
        "offer_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["offer_import.id"], name=op.f("fk_offer_version_import_id_offer_import")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_offer_version_offer_id_offer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_version")),
    )
    with op.batch_alter_table("offer_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_version_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_version_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "offer_withdrawal",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_offer_withdrawal_offer_id_offer")
        ),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offer_withdrawal")),
    )
    op.create_table(
        "organisation_closing",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_organisation_closing_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_closing_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_closing")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(), nullable=False),
        sa.Column("extensions", sa.String(), nullable=True),
        sa.Column("lastuse_datetime", UtcDateTime(), nullable=False),
        sa.Column("usage", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_deactivation",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_person_deactivation_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_deactivation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_deactivation")),
    )
    op.create_table(
        "person_erasure",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_erasure_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_erasure")),
    )
    op.create_table(
        "saved_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("share_token", sa.String(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_list_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_list")),
        sa.UniqueConstraint("person_id", name=op.f("uq_saved_list_person_id")),
        sa.UniqueConstraint("share_token", name=op.f("uq_saved_list_share_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_saved_list_token_hash")),
    )
    with op.batch_alter_table("saved_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_list_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("is_strong", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_seen_at"), ["seen_at"], unique=False)

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
    op.create_table(
        "counselling_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_counselling_case_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["conversation_request.id"],
            name=op.f("fk_counselling_case_request_id_conversation_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counselling_case")),
        sa.UniqueConstraint("request_id", name=op.f("uq_counselling_case_request_id")),
    )
    with op.batch_alter_table("counselling_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counselling_case_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "invitation_acceptance",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_invitation_acceptance_invitation_id_invitation"),
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_invitation_acceptance")),
    )
    op.create_table(
        "membership_role",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "employee",
                "in_company_mentor",
                "inter_company_mentor",
                "company_representative",
                "coordinator",
                "seal_reviewer",
                "committee",
                "editor",
                "researcher",
                "programme_admin",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("counsel", "employer", name="side", native_enum=False, length=16),
            nullable=True,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "CASE role WHEN 'in_company_mentor' THEN side IS NOT NULL AND side = 'counsel' WHEN 'company_representative' THEN side IS NOT NULL AND side = 'employer' ELSE side IS NULL END",
            name=op.f("ck_membership_role_side_of_role"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_membership_role_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id", "side"],
            ["membership.id", "membership.side"],
            name="fk_membership_role_side_membership",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_membership_role_membership_id_membership"),
        ),
        sa.PrimaryKeyConstraint("membership_id", "role", name=op.f("pk_membership_role")),
    )
    op.create_table(
        "personnel_responsibility",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("counsel", "employer", name="side", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "side = 'employer'", name=op.f("ck_personnel_responsibility_side_of_responsibility")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_personnel_responsibility_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id", "side"],
            ["membership.id", "membership.side"],
            name="fk_personnel_responsibility_side_membership",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_personnel_responsibility_membership_id_membership"),
        ),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_personnel_responsibility")),
    )
    op.create_table(
        "request_consent",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("shows_search", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["conversation_request.id"],
            name=op.f("fk_request_consent_request_id_conversation_request"),
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_consent")),
    )
    op.create_table(
        "request_desk",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_request_desk_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["conversation_request.id"],
            name=op.f("fk_request_desk_request_id_conversation_request"),
        ),
        sa.PrimaryKeyConstraint("request_id", "organisation_id", name=op.f("pk_request_desk")),
    )
    with op.batch_alter_table("request_desk", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_desk_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "request_erasure",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "withdrawn", "expired", "case_over", name="whyerased", native_enum=False, length=16
            ),
            nullable=False,
        ),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["conversation_request.id"],
            name=op.f("fk_request_erasure_request_id_conversation_request"),
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_erasure")),
    )
    op.create_table(
        "request_reminder",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["conversation_request.id"],
            name=op.f("fk_request_reminder_request_id_conversation_request"),
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_reminder")),
    )
    op.create_table(
        "request_taking",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_request_taking_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["conversation_request.id"],
            name=op.f("fk_request_taking_request_id_conversation_request"),
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_taking")),
    )
    op.create_table(
        "saved_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["saved_list.id"], name=op.f("fk_saved_offer_list_id_saved_list")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_saved_offer_offer_id_offer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_offer")),
        sa.UniqueConstraint("list_id", "offer_id", name=op.f("uq_saved_offer_list_id_offer_id")),
    )
    op.create_table(
        "sign_in_ending",
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "signed_out",
                "from_list",
                "everywhere",
                "new_password",
                "deactivated",
                "erased",
                name="whyended",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_in.id"], name=op.f("fk_sign_in_ending_sign_in_id_sign_in")
        ),
        sa.PrimaryKeyConstraint("sign_in_id", name=op.f("pk_sign_in_ending")),
    )
    op.create_table(
        "case_draft",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["counselling_case.id"],
            name=op.f("fk_case_draft_case_id_counselling_case"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_draft")),
    )
    op.create_table(
        "case_ending",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "course_found",
                "informed",
                "handed_on",
                "not_reached",
                "no_longer_wanted",
                "fell_silent",
                "withdrawn",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_ending_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["counselling_case.id"],
            name=op.f("fk_case_ending_case_id_counselling_case"),
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_ending")),
    )
    op.create_table(
        "case_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "taken",
                "given_back",
                "conversation_logged",
                "conversation_changed",
                "step_added",
                "step_done",
                "step_reopened",
                "ended",
                "reopened",
                "erased",
                name="deed",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_log_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["counselling_case.id"], name=op.f("fk_case_log_case_id_counselling_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_log")),
    )
    with op.batch_alter_table("case_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_log_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_mentor",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "employee",
                "in_company_mentor",
                "inter_company_mentor",
                "company_representative",
                "coordinator",
                "seal_reviewer",
                "committee",
                "editor",
                "researcher",
                "programme_admin",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("company_membership_id", sa.Integer(), nullable=True),
        sa.Column(
            "company_side",
            sa.Enum("counsel", "employer", name="side", native_enum=False, length=16),
            nullable=True,
        ),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "company_side IS NULL OR company_side = 'counsel'",
            name=op.f("ck_case_mentor_not_employer"),
        ),
        sa.CheckConstraint(
            "role IN ('in_company_mentor', 'inter_company_mentor')",
            name=op.f("ck_case_mentor_mentor"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["counselling_case.id"],
            name=op.f("fk_case_mentor_case_id_counselling_case"),
        ),
        sa.ForeignKeyConstraint(
            ["company_membership_id", "company_side"],
            ["membership.id", "membership.side"],
            name="fk_case_mentor_company_side_membership",
            onupdate="SET NULL",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id", "role"],
            ["membership_role.membership_id", "membership_role.role"],
            name="fk_case_mentor_role_membership_role",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_mentor_person_id_person")
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_mentor")),
    )
    with op.batch_alter_table("case_mentor", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_mentor_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_case_mentor_person_id"), ["person_id"], unique=False)

    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "in_person",
                "phone",
                "video",
                "writing",
                name="channel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name=op.f("ck_conversation_minutes")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_conversation_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["counselling_case.id"],
            name=op.f("fk_conversation_case_id_counselling_case"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("entry", name=op.f("uq_conversation_entry")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversation_case_id"), ["case_id"], unique=False)

    op.create_table(
        "next_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_next_step_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["counselling_case.id"], name=op.f("fk_next_step_case_id_counselling_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_step")),
        sa.UniqueConstraint("entry", name=op.f("uq_next_step_entry")),
    )
    with op.batch_alter_table("next_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_next_step_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_next_step_due_on"), ["due_on"], unique=False)

    op.create_table(
        "next_step_done",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_next_step_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["next_step.id"], name=op.f("fk_next_step_done_step_id_next_step")
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_next_step_done")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("next_step_done")
    with op.batch_alter_table("next_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_next_step_due_on"))
        batch_op.drop_index(batch_op.f("ix_next_step_case_id"))

    op.drop_table("next_step")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_case_id"))

    op.drop_table("conversation")
    with op.batch_alter_table("case_mentor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_mentor_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_mentor_membership_id"))

    op.drop_table("case_mentor")
    with op.batch_alter_table("case_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_log_case_id"))

    op.drop_table("case_log")
    op.drop_table("case_ending")
    op.drop_table("case_draft")
    op.drop_table("sign_in_ending")
    op.drop_table("saved_offer")
    op.drop_table("request_taking")
    op.drop_table("request_reminder")
    op.drop_table("request_erasure")
    with op.batch_alter_table("request_desk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_desk_organisation_id"))

    op.drop_table("request_desk")
    op.drop_table("request_consent")
    op.drop_table("personnel_responsibility")
    op.drop_table("membership_role")
    op.drop_table("invitation_acceptance")
    with op.batch_alter_table("counselling_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counselling_case_organisation_id"))

    op.drop_table("counselling_case")
    op.drop_table("account_upload_taking")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_seen_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("saved_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_list_ends_at"))

    op.drop_table("saved_list")
    op.drop_table("person_erasure")
    op.drop_table("person_deactivation")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_person_id"))

    op.drop_table("passkey")
    op.drop_table("organisation_closing")
    op.drop_table("offer_withdrawal")
    with op.batch_alter_table("offer_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_version_offer_id"))
        batch_op.drop_index(batch_op.f("ix_offer_version_import_id"))

    op.drop_table("offer_version")
    with op.batch_alter_table("offer_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_upload_at"))

    op.drop_table("offer_upload")
    op.drop_table("offer_import_undo")
    with op.batch_alter_table("offer_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_date_starts"))

    op.drop_table("offer_date")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    op.drop_table("mail_sending")
    op.drop_table("job_ending")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_person_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("conversation_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_request_waits_since"))
        batch_op.drop_index(batch_op.f("ix_conversation_request_organisation_id"))

    op.drop_table("conversation_request")
    with op.batch_alter_table("account_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_upload_at"))

    op.drop_table("account_upload")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_ends_at"))

    op.drop_table("visit")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index("ix_place_town")

    op.drop_table("place")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_sort_name"))

    op.drop_table("person")
    op.drop_table("outbox_mail")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_sort_name"))
        batch_op.drop_index(batch_op.f("ix_organisation_postcode"))
        batch_op.drop_index(batch_op.f("ix_organisation_kind"))

    op.drop_table("organisation")
    op.drop_table("offer_import")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_source"))
        batch_op.drop_index(batch_op.f("ix_offer_provider"))
        batch_op.drop_index(batch_op.f("ix_offer_changed_at"))

    op.drop_table("offer")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_name"))
        batch_op.drop_index("ix_job_due")

    op.drop_table("job")
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_sign_ins_since"))

    op.drop_table("failed_sign_ins")
    op.drop_table("content_file")
    with op.batch_alter_table("browser_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_browser_session_expires_at"))

    op.drop_table("browser_session")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_subject"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_deed"))
        batch_op.drop_index("ix_audit_entry_at")

    op.drop_table("audit_entry")
