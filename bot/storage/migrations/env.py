"""Run by Alembic inside the transaction that `bot.storage.schema.prepare` has open."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import RASA_EVENTS, metadata


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic may look at it: Rasa's table is not ours."""
    return not (kind == "table" and name == RASA_EVENTS)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=ours,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
