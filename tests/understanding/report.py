"""The measurements as a person reads them: tables, and a picture for the README."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from bot.languages import ANSWERED
from tests.understanding.measured import FACTS, Score, mean, whole

BARS = {
    "intent, eight languages": 0.90,
    "intent, the worst of the eight": 0.86,
    "intent, all languages": 0.86,
    "intent, the worst of all": 0.78,
    "language, eight": 0.95,
    "language, all": 0.92,
    "age": 0.97,
    "residence status": 0.93,
    "place": 0.96,
    "needs (micro-F1)": 0.85,
    "danger heard": 0.98,
    "false alarms": 0.02,
    "milliseconds, median": 20.0,
}
AT_MOST = frozenset({"false alarms", "milliseconds, median"})


def figures(scores: dict[str, Score]) -> dict[str, float]:
    """The figures that have a bar."""
    all_of_them = whole(scores)
    core = [scores[code] for code in ANSWERED if code in scores]
    heard, dangers, false, others = all_of_them.alarms()
    intents = {code: score.intent() or 0.0 for code, score in scores.items()}
    return {
        "intent, eight languages": mean([score.intent() for score in core]),
        "intent, the worst of the eight": min(intents[code] for code in ANSWERED if code in intents),
        "intent, all languages": mean(list(intents.values())),
        "intent, the worst of all": min(intents.values()),
        "language, eight": mean([score.language() for score in core]),
        "language, all": mean([score.language() for score in scores.values()]),
        "age": all_of_them.fact("age") or 0.0,
        "residence status": all_of_them.fact("residence_status") or 0.0,
        "place": all_of_them.fact("place") or 0.0,
        "needs (micro-F1)": all_of_them.needs() or 0.0,
        "danger heard": heard / (dangers or 1),
        "false alarms": false / (others or 1),
        "milliseconds, median": median(each.milliseconds for each in all_of_them.heard),
    }


def show(scores: dict[str, Score], console: Console, peer: dict[str, Score] | None = None, note: str = "") -> None:
    """Print everything: per language, the bars, worst intents, confusions and calibration."""
    table = Table(title="What is understood, by language")
    for column in ("language", "messages", "intent", "peer", "language", *FACTS, "needs F1", "danger", "false"):
        table.add_column(column, justify="left" if column == "language" else "right")
    for code, score in scores.items():
        heard, dangers, false, _ = score.alarms()
        table.add_row(
            code,
            str(len(score.heard)),
            _part(score.intent()),
            _part(peer[code].intent()) if peer else "",
            _part(score.language()),
            *(_part(score.fact(name)) for name in FACTS),
            _part(score.needs()),
            f"{heard}/{dangers}",
            str(false),
        )
    console.print(table)
    bars = Table(title="Held against the bars")
    for column in ("figure", "reached", "bar", ""):
        bars.add_column(column, justify="left" if column in ("figure", "") else "right")
    for name, value in figures(scores).items():
        ok = value <= BARS[name] if name in AT_MOST else value >= BARS[name]
        sign = "≤" if name in AT_MOST else "≥"
        bars.add_row(name, f"{value:.3f}", f"{sign} {BARS[name]:g}", "reached" if ok else "fell short")
    console.print(bars)
    all_of_them = whole(scores)
    worst = sorted(all_of_them.by_intent().items(), key=lambda item: item[1][0])[:6]
    console.print("Worst intents: " + ", ".join(f"{name} {right:.2f} of {count}" for name, (right, count) in worst))
    confused: Counter[tuple[str, str]] = all_of_them.confusions()
    console.print(
        "Most confused: " + ", ".join(f"{meant} → {read} {count}" for (meant, read), count in confused.most_common(10))
    )
    error, rows = all_of_them.calibration()
    console.print(
        f"Calibration error {error:.3f}; sure → right: " + ", ".join(f"{s:.2f} → {r:.2f} ({n})" for s, r, n in rows)
    )
    if note:
        console.print(note, markup=False, highlight=False)


def draw(scores: dict[str, Score], peer: dict[str, Score] | None, path: Path) -> None:
    """The intent accuracy of each language as a picture, the peer's beside it."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    codes = sorted(scores, key=lambda code: (code not in ANSWERED, -(scores[code].intent() or 0)))
    figure, axes = pyplot.subplots(figsize=(9, 3.2))
    places = range(len(codes))
    axes.bar(places, [scores[code].intent() or 0 for code in codes], 0.6, color="#3b6ea5", label="Wegweiser")
    if peer:
        axes.plot(places, [peer[code].intent() or 0 for code in codes], "_", color="#c04f15", markersize=16, markeredgewidth=3,
                  label="Rasa's default pipeline")  # fmt: skip
    axes.set_xticks(list(places), codes)
    axes.set_ylim(0, 1)
    axes.set_ylabel("intents understood")
    axes.grid(axis="y", alpha=0.3)
    axes.legend(loc="lower left", fontsize=8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def _part(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
