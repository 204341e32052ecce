"""The bulletin's annexes: problems, what must be put right by when, and who was inspected."""

from collections.abc import Iterable

from reports.content import Annex, Table, TableColumn
from reports.facts.month import MonthFacts, ProblemLine

SCOPES = {"common": "共性", "individual": "个性", "": "待认定"}


def annexes(facts: MonthFacts) -> tuple[Annex, ...]:
    """Give the annexes named in the text; those without a line are left out."""
    found = []
    if facts.problems:
        found.append(Annex("督查问题清单", (_problems(facts.problems),), landscape=True))
        found.append(Annex("整改要求一览表", (_orders(facts.problems),), landscape=True))
    if facts.sample:
        found.append(Annex("抽查对象名单", (_sample(facts),)))
    return tuple(found)


def by_unit(problems: Iterable[ProblemLine]) -> list[ProblemLine]:
    """Put the problems of one unit together: what it must put right."""
    return sorted(problems, key=lambda line: (line.unit, line.number))


def required(line: ProblemLine) -> str:
    """Say what must be done: the order's words, or the plan's where none is issued yet."""
    return line.requirement or "查清原因，限期整改"


def standing(line: ProblemLine) -> str:
    """Say how far a problem is; overdue comes before its state."""
    return "逾期" if line.overdue else line.state_label


def _problems(problems: tuple[ProblemLine, ...]) -> Table:
    columns = (
        TableColumn("序号", 1, "center"),
        TableColumn("问题编号", 3.5, "center"),
        TableColumn("地点", 2),
        TableColumn("对象", 2),
        TableColumn("问题事实", 5.2),
        TableColumn("条目", 1.3, "center"),
        TableColumn("类别", 1.8),
        TableColumn("性质", 1, "center"),
        TableColumn("程度", 1, "center"),
    )
    rows = tuple(
        (
            str(place),
            line.number,
            line.place,
            line.subject,
            line.fact,
            line.item,
            line.category,
            SCOPES.get(line.scope, line.scope),
            line.severity,
        )
        for place, line in enumerate(problems, start=1)
    )
    return Table(columns, rows)


def _orders(problems: tuple[ProblemLine, ...]) -> Table:
    columns = (
        TableColumn("序号", 1.1, "center"),
        TableColumn("责任单位", 2.2),
        TableColumn("问题编号", 3.5, "center"),
        TableColumn("整改事项", 4.1),
        TableColumn("整改要求", 4.2),
        TableColumn("整改方式", 2, "center"),
        TableColumn("时限", 2.4, "center"),
        TableColumn("状态", 1.8, "center"),
    )
    rows = tuple(
        (
            str(place),
            line.unit,
            line.number,
            line.fact,
            required(line),
            line.track,
            line.due_on.isoformat() if line.due_on else "",
            standing(line),
        )
        for place, line in enumerate(by_unit(problems), start=1)
    )
    return Table(columns, rows)


def _sample(facts: MonthFacts) -> Table:
    columns = (
        TableColumn("序号", 0.8, "center"),
        TableColumn("类别", 0.9, "center"),
        TableColumn("乡镇", 1.2),
        TableColumn("村", 2.1),
        TableColumn("对象", 2.7),
        TableColumn("督查日期", 1.9, "center"),
        TableColumn("问题数", 1.1, "center"),
    )
    rows = tuple(
        (
            str(place),
            line.kind_label,
            line.township,
            line.village + ("（贫困村）" if line.is_poor_village else ""),
            line.name,
            line.visited_on.isoformat() if line.visited_on else "",
            str(line.failing),
        )
        for place, line in enumerate(facts.sample, start=1)
    )
    return Table(columns, rows)
