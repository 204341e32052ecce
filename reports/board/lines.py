"""A comparison's columns and one place's cells of them: plain numbers in, figures out. Pure."""

from collections.abc import Iterator
from datetime import date

from reports.board.making import LEDGER, Maker
from reports.board.numbers import Counts, Target
from reports.board.shapes import Column
from reports.facts.figures import AREAS, EXITS, HOUSEHOLDS, PROBLEMS, VISITS
from reports.facts.month import Figure

COLUMNS = (
    Column("households", "贫困户", "户"),
    Column("persons", "人口", "人"),
    Column("helped", "有帮扶责任人", "户", is_share=True),
    Column("posts_full", "“五个一”到位", "个村", is_share=True),
    Column("visited_household", "本月走访户", "户"),
    Column("problems", "本月问题", "个"),
    Column("problems_closed", "其中已销号", "个"),
    Column("open_now", "现未销号", "个"),
    Column("overdue_now", "现超期", "个"),
    Column("left_persons", "年度任务进度", "人", is_share=True),
)
OF_PROBLEMS = frozenset({"problems", "problems_closed", "open_now", "overdue_now"})


def cells(
    code: str, counts: Counts, target: Target, *, period: date, on: date
) -> tuple[Figure | None, ...]:
    """Give a place's figures in the order of COLUMNS; None where there is nothing to count."""
    made = {figure.key: figure for figure in _cells(Maker(code, on), counts, target, period)}
    if not counts.poor_villages:
        made.pop("posts_full")
    return tuple(made.get(column.key) for column in COLUMNS)


def own_cells(
    code: str, level: str, counts: Counts, *, period: date, on: date
) -> tuple[Figure | None, ...]:
    """Give the problems found at a place itself, not below it; its list is of the ledger."""
    month = {"period": f"{period:%Y-%m}", "level": level}
    make = Maker(code, on)
    made = {
        figure.key: figure
        for figure in (
            make.figure("problems", "本月问题", counts.problems, "个", LEDGER, month),
            make.figure(
                "problems_closed",
                "已销号",
                counts.closed,
                "个",
                LEDGER,
                {**month, "state": "closed"},
            ),
            make.figure(
                "open_now", "未销号", counts.open_now, "个", LEDGER, {"level": level, "open": "1"}
            ),
            make.figure(
                "overdue_now",
                "超期",
                counts.overdue_now,
                "个",
                LEDGER,
                {"level": level, "overdue": "1"},
            ),
        )
    }
    return tuple(made.get(column.key) for column in COLUMNS)


def posts_full(make: Maker, counts: Counts) -> Figure:
    """Give the poor villages with all five posts filled, of all poor villages (五个一)."""
    vacant, poor = {"vacant": "0"}, counts.poor_villages
    return make.figure(
        "posts_full", "“五个一”到位", counts.full_villages, "个村", AREAS, vacant, poor
    )


def _cells(make: Maker, counts: Counts, target: Target, period: date) -> Iterator[Figure]:
    month, year = {"period": f"{period:%Y-%m}"}, str(period.year)
    yield make.figure("households", "贫困户", counts.households, "户", HOUSEHOLDS)
    yield make.sum_of("persons", "人口", counts.persons, "人", HOUSEHOLDS)
    helped = {"without_helper": "0"}
    yield make.figure(
        "helped", "有帮扶责任人", counts.helped, "户", HOUSEHOLDS, helped, counts.households
    )
    yield posts_full(make, counts)
    seen = {**month, "kind": "household", "state": "accepted"}
    yield make.figure(
        "visited_household", "本月走访户", counts.visited_household, "户", VISITS, seen
    )
    for key, label, value, filters in [
        ("problems", "本月问题", counts.problems, month),
        ("problems_closed", "其中已销号", counts.closed, {**month, "state": "closed"}),
        ("open_now", "现未销号", counts.open_now, {"open": "1"}),
        ("overdue_now", "现超期", counts.overdue_now, {"overdue": "1"}),
    ]:
        yield make.figure(key, label, value, "个", PROBLEMS, filters)
    done = {"year": year, "stage": "marked_on"}
    whole = target.persons or counts.planned_persons
    yield make.sum_of(
        "left_persons", "年度任务进度", counts.left_persons, "人", EXITS, done, whole
    )
