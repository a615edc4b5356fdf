"""What is kept, for how long, and how it goes."""

from bot.privacy.erasure import (
    Erasable,
    ErasureIncomplete,
    KnowsLastSign,
    Lock,
    Purged,
    PurgeLoop,
    erase_everything,
    purge,
)
from bot.privacy.periods import LastSign, Periods

__all__ = [
    "Erasable",
    "ErasureIncomplete",
    "KnowsLastSign",
    "LastSign",
    "Lock",
    "Periods",
    "PurgeLoop",
    "Purged",
    "erase_everything",
    "purge",
]
