"""Alembic's entry: runs the steps on the connection that ``kit.schema`` hands over."""

from alembic import context

from mentorhub.kit.db import Base

config = context.config
connection = config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
