"""What the rules of funding said before; what is loaded by now is the first version of each."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "funding_versions"
down_revision = "looked_up"
branch_labels = None
depends_on = None

FOLDER, ENDING = "funding/", ".toml"


def upgrade() -> None:
    """Go one step forward."""
    versions = op.create_table(
        "funding_version",
        sa.Column("instrument_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("alters", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("instrument_id", "number", name=op.f("pk_funding_version")),
    )
    loaded = sa.table(
        "content_file",
        sa.column("path", sa.String()),
        sa.column("loaded_at", UtcDateTime()),
        sa.column("text", sa.String()),
    )
    ours = sa.select(loaded).where(loaded.c.path.startswith(FOLDER), loaded.c.text.is_not(None))
    rows = [
        {
            "instrument_id": row.path.removeprefix(FOLDER).removesuffix(ENDING),
            "number": 1,
            "at": row.loaded_at,
            "text": row.text,
            "changes": [],
            "alters": False,
        }
        for row in op.get_bind().execute(ours)
    ]
    op.bulk_insert(versions, rows)


def downgrade() -> None:
    """Go one step back: only what is loaded now is known."""
    op.drop_table("funding_version")
