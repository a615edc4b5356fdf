"""Where things are kept: tables, repositories and migrations."""

from bot.storage.database import Database
from bot.storage.errors import (
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseNotPrepared,
    DatabaseOutOfReach,
    StorageError,
)
from bot.storage.repositories import ConversationRepository, DatabaseFile, OfficeRepository, TrackerEvents

__all__ = [
    "ConversationRepository",
    "Database",
    "DatabaseDamaged",
    "DatabaseFile",
    "DatabaseNewer",
    "DatabaseNotPrepared",
    "DatabaseOutOfReach",
    "OfficeRepository",
    "StorageError",
    "TrackerEvents",
]
