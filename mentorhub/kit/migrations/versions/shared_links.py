"""Links of shared lists: a hash to look them up, sealed to show them again, never in clear."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.crypto import token_hash

revision = "shared_links"
down_revision = "upload_line"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward: links go on working, and their owners make a new one to see it."""
    with op.batch_alter_table("saved_list", schema=None) as batch_op:
        batch_op.add_column(sa.Column("share_hash", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("share_sealed", sa.LargeBinary(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_saved_list_share_hash"), ["share_hash"])
    _hash_tokens()
    with op.batch_alter_table("saved_list", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_saved_list_share_token"), type_="unique")
        batch_op.drop_column("share_token")


def downgrade() -> None:
    """Go one step back: a hash cannot be turned into a link, so nothing is shared any more."""
    with op.batch_alter_table("saved_list", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_saved_list_share_hash"), type_="unique")
        batch_op.drop_column("share_sealed")
        batch_op.drop_column("share_hash")
        batch_op.add_column(sa.Column("share_token", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_saved_list_share_token"), ["share_token"])


def _hash_tokens() -> None:
    lists = sa.table(
        "saved_list", sa.column("id"), sa.column("share_token"), sa.column("share_hash")
    )
    connection = op.get_bind()
    shared = sa.select(lists.c.id, lists.c.share_token).where(lists.c.share_token.is_not(None))
    for id_, token in connection.execute(shared).all():
        hashed = sa.update(lists).where(lists.c.id == id_).values(share_hash=token_hash(token))
        connection.execute(hashed)
