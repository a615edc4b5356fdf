"""`python -m bot db ...`: the database, from a shell."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.privacy import Erasable, KnowsLastSign
    from bot.settings import Settings
    from bot.storage import Database

app = typer.Typer(help="The database: look, upgrade, purge, erase.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Creates, upgrades and seeds the database. `serve` and `desk` do the same by themselves."""
    with _database() as (database, _settings):
        done = database.prepare()
        was = done.before or "empty"
        typer.echo(f"{database.name}: revision {done.revision}, was {was}; offices added: {done.seeded}")


@app.command()
def status() -> None:
    """Says which revision the database is of and how much it holds, without changing it."""
    from bot.storage.schema import status as look

    with _database() as (database, _settings):
        found = look(database)
        typer.echo(f"{database.name}: {found.state}, revision {found.revision or 'none'} of {found.newest}")
        if found.state == "current":
            typer.echo(f"offices: {found.offices}, conversations: {found.conversations}")


@app.command()
def purge() -> None:
    """Erases the conversations that have been silent long enough. `serve` does the same every few minutes."""
    from bot.privacy import Periods
    from bot.privacy import purge as purge_once
    from bot.storage.schema import require_current

    with _database() as (database, settings):
        require_current(database)
        known, stores = _stores(database)
        periods = Periods(without_case=timedelta(hours=settings.keep_hours))
        purged = asyncio.run(purge_once(datetime.now(timezone.utc), periods, known, stores, _no_lock))
        typer.echo(f"conversations erased: {purged.conversations}, rows: {purged.rows}, failed: {purged.failed}")
        if purged.failed:
            raise typer.Exit(1)


@app.command()
def erase(conversation: Annotated[str, typer.Argument(metavar="ID", help="The conversation's id.")]) -> None:
    """Erases one conversation at once, whatever its state.

    The lock of a running `serve` is not held: if the person writes at this very moment, run it again.
    """
    from bot.privacy import ErasureIncomplete, erase_everything
    from bot.storage.schema import require_current

    with _database() as (database, _settings):
        require_current(database)
        _known, stores = _stores(database)
        try:
            rows = erase_everything(conversation, stores)
        except ErasureIncomplete as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
        typer.echo(f"rows erased: {rows}")


@contextmanager
def _database() -> Iterator[tuple[Database, Settings]]:
    """The database of the settings; what is wrong becomes one line and an exit code (2 settings, 1 database)."""
    from bot.settings import SettingError, Settings
    from bot.storage import Database, StorageError

    try:
        settings = Settings.from_environ(os.environ)
        database = Database(settings.database_url)
        try:
            yield database, settings
        finally:
            database.close()
    except SettingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except StorageError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _stores(database: Database) -> tuple[list[KnowsLastSign], list[Erasable]]:
    from bot.storage import ConversationRepository, DatabaseFile, TrackerEvents

    conversations, events = ConversationRepository(database), TrackerEvents(database)
    return [conversations, events], [events, conversations, DatabaseFile(database)]


@asynccontextmanager
async def _no_lock(_conversation_id: str) -> AsyncIterator[None]:
    yield
