"""The languages Wegweiser answers in and the words it uses: no sentence for people stands anywhere else."""

from bot.languages.catalogue import Catalogue, CatalogueError, readable
from bot.languages.known import ANSWERED, UNDERSTOOD, Language, language

__all__ = ["ANSWERED", "UNDERSTOOD", "Catalogue", "CatalogueError", "Language", "language", "readable"]
