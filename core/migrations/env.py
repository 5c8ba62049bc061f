"""Runs the migrations over the connection that ``core.migration`` hands in."""

from alembic import context

from core.migration import options

context.configure(connection=context.config.attributes["connection"], **options())
with context.begin_transaction():
    context.run_migrations()
