"""``python -m bot languages``: which languages there are, and who has checked their words."""

from __future__ import annotations

from bot.cli.opening import said_plainly


def languages() -> None:
    """Shows each language, whether it is answered or understood, and how far a native speaker has checked its words."""
    from rich.console import Console
    from rich.table import Table

    from bot.languages import ANSWERED, UNDERSTOOD, Catalogue, language

    with said_plainly():
        catalogue = Catalogue()
    table = Table("code", "language", "words", "checked")
    for code in UNDERSTOOD:
        answered = code in ANSWERED
        review = catalogue.review(code)
        checked = review.state if not review.by else f"{review.state} by {review.by} on {review.on}"
        table.add_row(
            code, language(code).name, str(len(catalogue.keys(code))) if answered else "understood only", checked
        )
    Console().print(table)
