"""What every command that needs the whole house does first: settings, logs, and one clear sentence where something is wrong."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what cannot be used into one line and an exit code: 2 for a setting, 1 for anything else."""
    from bot.languages import CatalogueError
    from bot.model import ModelError
    from bot.offices import GazetteerError, OfficesError
    from bot.orientation import RuleDataError
    from bot.settings import SettingError
    from bot.storage import StorageError

    try:
        yield
    except SettingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except (CatalogueError, GazetteerError, ModelError, OfficesError, RuleDataError, StorageError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def quiet_imports() -> None:
    """Keep the deprecation warnings of Rasa's own dependencies off a person's terminal."""
    warnings.simplefilter("ignore")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
