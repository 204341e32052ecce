"""A county of its own with 36 months of history for the dashboards, by bulk inserts."""

import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import count, islice
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group

from accounts.models import Role, Unit, User
from households.models import (
    Area,
    ExitProcedure,
    HelperPairing,
    Household,
    HouseholdIncome,
    Posting,
)
from inspections.models import (
    Answer,
    Assignment,
    Checklist,
    ItemTally,
    Problem,
    ProblemCategory,
    Question,
    RectificationOrder,
    Round,
    Scheme,
    Team,
    Visit,
)
from projects.models import AnnualTarget
from reports.board.windows import last_months

COUNTY, NAME = "510377", "测试县"
TODAY, NEWEST, MONTHS = date(2016, 7, 29), date(2016, 7, 1), 36
TOWNSHIPS, VILLAGES = 15, 10  # villages in each
HOUSEHOLDS = int(os.environ.get("BENCH_HOUSEHOLDS", "20000"))
PROBLEMS, VISITS, ITEMS, ANSWERS = 500, 150, 60, 20  # each month; answers of a form
AT = datetime(2016, 7, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
CATEGORIES = {
    "plan": ("FA", "规划方案"), "fund": ("ZJ", "项目资金"), "house": ("ZF", "住房安全"),
    "water": ("YS", "饮水安全"), "school": ("JY", "义务教育"), "medical": ("YL", "医疗保障"),
    "work": ("JJ", "就业"), "helper": ("BF", "帮扶"), "file": ("DA", "档案"),
}  # fmt: skip


def townships() -> list[str]:
    """Give the codes of the townships."""
    return [f"{COUNTY}{100 + number}" for number in range(TOWNSHIPS)]


def villages() -> list[str]:
    """Give the codes of the villages."""
    return [f"{code}{200 + number}" for code in townships() for number in range(VILLAGES)]


def store(rows: Iterable[Any], piece: int = 5_000) -> None:
    """Insert rows of one model without end to the memory they take."""
    waiting = iter(rows)
    while made := list(islice(waiting, piece)):
        type(made[0]).objects.bulk_create(made)


def make_places() -> None:
    """Make the places, their targets, and the posts of the poor villages."""
    level = Area.Level
    named: dict[str, Any] = {"name": NAME, "short_name": NAME}
    Area.objects.create(code=COUNTY, level=level.COUNTY, **named)
    store(
        Area(code=code, level=level.TOWNSHIP, parent_id=COUNTY, name=f"乡镇{code[6:]}",
             short_name=f"乡镇{code[6:]}")
        for code in townships()
    )  # fmt: skip
    store(
        Area(code=code, level=level.VILLAGE, parent_id=code[:9], name=f"村{code[9:]}",
             short_name=f"村{code[9:]}", is_poor=number % 3 == 0)
        for number, code in enumerate(villages())
    )  # fmt: skip
    store(
        AnnualTarget(area_code=code, year=2016, villages=1, persons=200)
        for code in (COUNTY, *townships())
    )
    store(
        Posting(area_code=code, village_id=code, post=post, starts_on=date(2015, 8, 1))
        for code in Area.objects.within(COUNTY).poor_villages().values_list("code", flat=True)
        for post in Posting.FIVE[: 4 + (int(code) % 2)]
    )


def make_register() -> None:
    """Make the households with helpers, incomes of three years, and exits of this one."""
    places, causes = villages(), Household.Cause.values
    measures, attributes = Household.Measure.values, Household.Attribute.values
    store(
        Household(
            household_no=f"{places[number % len(places)]}{number:06}",
            area_code=places[number % len(places)], village_id=places[number % len(places)],
            head_name="李四", person_count=1 + number % 5,
            attribute=attributes[number % 3], cause=causes[number * number % 11],
            measure=measures[number % 4],
            planned_exit_year=2016 if number % 7 == 0 else None,
        )
        for number in range(HOUSEHOLDS)
    )  # fmt: skip
    rows = list(Household.objects.within(COUNTY).values_list("pk", "area_code"))
    store(
        HelperPairing(household_id=pk, area_code=code, name="张三", starts_on=date(2015, 8, 1))
        for pk, code in rows if pk % 20
    )  # fmt: skip
    store(
        HouseholdIncome(household_id=pk, area_code=code, year=year, net_income_pc=pk * 7 % 8000)
        for pk, code in rows for year in (2013, 2014, 2015)
    )  # fmt: skip
    steps = dict.fromkeys(ExitProcedure.STEPS, date(2016, 7, 1))
    store(
        ExitProcedure(household_id=pk, area_code=code, year=2016, **steps)
        for pk, code in rows if pk % 21 == 0
    )  # fmt: skip


def make_reader() -> User:
    """Make a leader of the county, who may see all of it."""
    reader = User.objects.create(username="board-reader", name="读者", area_code=COUNTY)
    reader.groups.add(Group.objects.get(name=Role.LEADER.label))
    return reader


class History:
    """Thirty-six months: a round each, its forms, roll-up and problems."""

    def __init__(self, reader: User) -> None:
        self.reader = reader
        self.scheme = Scheme.objects.create(
            code="monthly", area_code=COUNTY, version=1, title="月度专项督查", sha256="0" * 64
        )
        self.form = Checklist.objects.create(scheme=self.scheme, code="all", title="督查表")
        self.categories = [
            ProblemCategory.objects.get_or_create(
                slug=slug, defaults={"code": code, "name": name}
            )[0]
            for slug, (code, name) in CATEGORIES.items()
        ]
        unit = Unit.objects.create(name="测试县扶贫办", area_code=COUNTY)
        self.order = RectificationOrder.objects.create(
            area_code=COUNTY, year=2016, serial=1, unit=unit, requirement="限期整改",
            issued_on=TODAY, due_on=TODAY, issued_by=reader,
        )  # fmt: skip
        names = ["E306_answer", *(f"A{100 + number}_x" for number in range(ANSWERS - 1))]
        self.questions = Question.objects.bulk_create(
            Question(
                checklist=self.form, name=name, position=place, section_code="A", section="A",
                item=name.partition("_")[0], type=Question.Type.YES_NO, label=name, levels="H",
            )
            for place, name in enumerate(names)
        )  # fmt: skip
        self.serial = count(1)

    def make(self) -> None:
        """Make the months, one after the other."""
        for month in last_months(NEWEST, MONTHS):
            round_ = Round.objects.create(
                scheme=self.scheme, area_code=COUNTY, period=month, title=f"{month:%Y-%m}",
                starts_on=month, ends_on=month.replace(day=20),
            )  # fmt: skip
            self.visits(round_)
            store(self.tallies(round_))
            store(self.problems(round_))

    def visits(self, round_: Round) -> None:
        """Make the month's forms: a township, a village and eight households, fifteen times."""
        team = Team.objects.create(round=round_, name="第一组", leader=self.reader)
        kinds = ["township", "village", *["household"] * 8]
        places = villages()
        store(
            Assignment(
                round=round_, team=team, checklist=self.form, subject_kind=kinds[number % 10],
                subject_code=f"{round_.pk}-{number}", subject_name="对象",
                area_code=places[number][: 9 if number % 10 == 0 else 12],
                due_on=round_.ends_on,
            )
            for number in range(VISITS)
        )  # fmt: skip
        store(
            Visit(
                assignment=task, round=round_, checklist=self.form, state=Visit.State.ACCEPTED,
                subject_kind=task.subject_kind, subject_code=task.subject_code,
                subject_name="对象", area_code=task.area_code, started_by=self.reader,
                started_at=AT, visited_on=round_.starts_on, submitted_at=AT, accepted_at=AT,
            )
            for task in round_.assignments.all()
        )  # fmt: skip
        store(
            Answer(
                visit=visit, question=question,
                value=("satisfied", "mostly", "unclear")[visit.pk % 3] if first else "yes",
            )
            for visit in round_.visits.all()
            for first, question in ((place == 0, q) for place, q in enumerate(self.questions))
        )  # fmt: skip

    def tallies(self, round_: Round) -> Iterator[ItemTally]:
        """Give the month's folded roll-up."""
        for code in townships():
            for item in range(ITEMS):
                yield ItemTally(
                    round=round_, period=round_.period, area_code=code, item=f"A{item:03}",
                    asked=10, given=9, failed=1, not_applicable=0, unchecked=1,
                )  # fmt: skip

    def problems(self, round_: Round) -> Iterator[Problem]:
        """Give the month's problems: the older they are, the more of them are closed."""
        places = villages()
        for number in range(PROBLEMS):
            serial = next(self.serial)
            found = round_.period + timedelta(days=number % 20)
            is_open = serial % 12 == 0 or (round_.period == NEWEST and number % 2)
            place = places[serial * 7 % len(places)]
            yield Problem(
                number=f"{COUNTY}-{serial:06}", period=round_.period, round=round_,
                subject_kind="village", subject_code=place, subject_name="某村",
                area_code=place, item=f"{'ABCDE'[number % 5]}{number % 40:03}", fact="未落实",
                category=self.categories[number % len(self.categories)],
                severity="severe" if number % 30 == 0 else "ordinary", scope="individual",
                responsible_unit=self.order.unit, order=self.order, found_on=found,
                state="confirmed" if is_open else "closed" if number % 25 else "not_upheld",
                due_on=found + timedelta(days=30),
                closed_on=None if is_open or not number % 25 else found
                + timedelta(days=number % 45),
            )  # fmt: skip
