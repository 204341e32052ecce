"""One measured figure beside its reference, and the table of them."""

import json
import resource
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

HEAD = ("job", "figure", "unit", "reference", "its figure", "ratio", "goal", "peak MB")


class Figure(NamedTuple):
    """What was measured; ratio is ours to the reference's, in the unit given."""

    job: str
    note: str = ""
    value: float | None = None
    unit: str = ""
    reference: str = ""
    reference_value: float | None = None
    goal: str = ""
    memory_mb: float | None = None


def seconds(work: Callable[[], Any], *, times: int = 1) -> float:
    """Give the median of the seconds the work takes."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def peak_mb() -> float:
    """Give the largest memory this process or one of its children has held, in MB."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round(max(own, children) / 1024, 1)


def tell(figures: Iterable[Figure]) -> None:
    """Hand the figures to the process that started this part."""
    sys.stdout.write(json.dumps(list(figures), ensure_ascii=False))


def table(figures: Iterable[Figure]) -> str:
    """Set the figures in columns."""
    rows = [HEAD, *(_row(figure) for figure in figures)]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def _row(figure: Figure) -> tuple[str, ...]:
    both = figure.value is not None and figure.reference_value
    ratio = f"{figure.value / figure.reference_value:.2f}" if both else ""  # type: ignore[operator]
    return (
        f"{figure.job} {figure.note}".strip(),
        _number(figure.value),
        figure.unit,
        figure.reference,
        _number(figure.reference_value),
        ratio,
        figure.goal,
        _number(figure.memory_mb),
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
