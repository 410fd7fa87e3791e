"""An offer keeps what lists look for words in, folded, so that both databases find the same."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "looked_up"
down_revision = "link_checks"
branch_labels = None
depends_on = None

_LETTERS = str.maketrans(
    {"æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "þ": "th"}
)
_ACCENT = re.compile("[\u0300-\u036f\u064b-\u0652]+")
_DIGRAPH = re.compile("([aou])e")
_OFFER = sa.table(
    "offer",
    *map(sa.column, ("id", "title", "key", "provider", "town", "postcode", "looked_up")),
)
_BATCH = 5000


def upgrade() -> None:
    """Go one step forward."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("looked_up", sa.String(), nullable=False, server_default=""))
    _fill(op.get_bind())


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("looked_up")


def _fill(connection: sa.Connection) -> None:
    told = sa.select(_OFFER.c.id, _OFFER.c.title, _OFFER.c.key, _OFFER.c.provider)
    told = told.add_columns(_OFFER.c.town, _OFFER.c.postcode).order_by(_OFFER.c.id)
    change = sa.update(_OFFER).where(_OFFER.c.id == sa.bindparam("at"))
    change = change.values(looked_up=sa.bindparam("words"))
    last = 0
    while rows := connection.execute(told.where(_OFFER.c.id > last).limit(_BATCH)).all():
        fresh = [{"at": row[0], "words": _fold(" ".join(filter(None, row[1:])))} for row in rows]
        connection.execute(change, fresh)
        last = rows[-1][0]


def _fold(text: str) -> str:
    """Return the text as the search spelt it when this step was written."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return _DIGRAPH.sub(r"\1", _ACCENT.sub("", plain))
