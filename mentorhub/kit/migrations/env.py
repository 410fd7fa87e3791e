"""Alembic's entry: runs the steps on the connection that ``kit.schema`` hands over."""

from typing import Any, Literal

from alembic import context

from mentorhub.kit.db import Base, UtcDateTime


def our_types(kind: str, thing: Any, autogen: Any) -> str | Literal[False]:
    """Return how a step writes a type of ours; False leaves it to Alembic."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        autogen.imports.add("from mentorhub.kit.db import UtcDateTime")
        return "UtcDateTime()"
    return False


config = context.config
connection = config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=our_types,
)
with context.begin_transaction():
    context.run_migrations()
