"""What can be wrong with the database.

StorageError
├── DatabaseOutOfReach     not there, not permitted, held by another, or full
├── DatabaseNotPrepared    reached, but its tables have not been made yet
├── DatabaseNewer          made by a later version of Wegweiser
└── DatabaseDamaged        not a database, or tables are missing

Each message is one sentence or two, with the next step and without passwords or personal data.
"""


class StorageError(Exception):
    """Something is wrong with the database; the message says what, and what to do."""


class DatabaseOutOfReach(StorageError):
    """The database cannot be opened, written or waited for."""


class DatabaseNotPrepared(StorageError):
    """The database lacks the tables: `prepare()` was not called."""


class DatabaseNewer(StorageError):
    """The database carries a revision that this version does not know."""


class DatabaseDamaged(StorageError):
    """The database is not one, is broken, or lost tables."""
