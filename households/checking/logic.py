"""What a register says that cannot well be true together: warnings, and candidates for problems.

Each rule first asks of whole columns whether anything could be wrong; rows are looked at singly
only then. Sources: domain §5 nos. 10, 30, 32, 34, 50, 52.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from households.checking.columns import BY_KEY
from households.checking.data import Columns, Level
from households.checking.figures import read_decimal
from households.checking.roster import HEAD, Roster
from households.checking.sheet import TOTALS
from households.identity import birth_date, check_identity, normal_text, sex

PROGRAMME_BEGINS = "2013-11-01"
SCHOOL_AGES = range(6, 16)
SICK = ("长期慢性病", "患有大病")
OUT_OF_SCHOOL = ("非在校", "不在校", "未在校", "失学", "辍学", "未入学")
EXITED = ("exited_supported", "exited_unsupported")
WAIT = timedelta(days=31)
_RISKS = {"unsafe_house": True, "safe_water": False}
_DAYS = ("registered_on", "risk_found_on", "risk_cleared_on")


def warn_of_people(roster: Roster, members: Columns, latest: str) -> None:
    """Warn of persons whose facts contradict each other."""
    _identity_facts(roster, members)
    _schooling(roster, members, latest)
    _days(roster, "identified_on", members["identified_on"], range(len(roster.numbers)), latest)
    sick = {word for word in set(members["health"]) if word and any(s in word for s in SICK)}
    if sick and False in members["insured"]:
        for at, (health, insured) in enumerate(
            zip(members["health"], members["insured"], strict=True)
        ):
            if insured is False and health in sick:
                _warn(roster, at, "insured", "患病成员未参加大病保险")


def warn_of_households(roster: Roster, households: Columns, latest: str) -> None:
    """Warn of households whose facts contradict each other."""
    for key in _DAYS:
        _, _, places = roster.household_cells(key)
        _days(roster, key, households[key], places, latest)
    _unwatched(roster, households, "unsafe_house", "已脱贫户住危房，未列为监测对象")
    _unwatched(roster, households, "safe_water", "已脱贫户饮水未解决，未列为监测对象")
    _without_measure(roster, households, latest)
    _risk(roster, households)


def _warn(roster: Roster, at: int, key: str, reason: str, value: str = "") -> None:
    """Warn of a person's cell."""
    sheet = roster.people
    sheet.complain(at, sheet.name(key), value, reason, level=Level.WARN)


def _warn_household(roster: Roster, n: int, key: str, reason: str, value: str = "") -> None:
    """Warn of a household's cell, on the sheet that has the column."""
    sheet, _, places = roster.household_cells(key)
    sheet.complain(places[n], sheet.name(key), value, reason, level=Level.WARN)


# ---- people


def _identity_facts(roster: Roster, members: Columns) -> None:
    """Warn where sex or birth are not those of the identity number."""
    sheet = roster.people
    if not {"sex", "born_on"} & sheet.layout.at.keys():
        return
    places = range(len(roster.numbers))
    sexes = sheet.read(sheet.name("sex"), "sex", sheet.cells("sex"), places)
    born = sheet.read(sheet.name("born_on"), "date", sheet.cells("born_on"), places)
    for at, number in enumerate(members["identity_number"]):
        if not number or check_identity(number[:18])[1]:
            continue
        if sexes[at] and sexes[at] != sex(number):
            _warn(roster, at, "sex", "性别与证件号码不符")
        day = birth_date(number).isoformat()
        if born[at] and born[at] != day and born[at] != day[:8] + "01":
            _warn(roster, at, "born_on", "出生日期与证件号码不符")


def _schooling(roster: Roster, members: Columns, latest: str) -> None:
    """Warn of children of school age who are not in school."""
    out = {word for word in set(members["schooling"]) if word and word.startswith(OUT_OF_SCHOOL)}
    if not out:
        return
    on = date.fromisoformat(latest)
    youngest, oldest = (_years_before(on, age) for age in (SCHOOL_AGES[0], SCHOOL_AGES[-1] + 1))
    for at, (word, number) in enumerate(
        zip(members["schooling"], members["identity_number"], strict=True)
    ):
        if word in out and number and oldest < number[6:14] <= youngest:
            age = _age(birth_date(number), on)
            _warn(roster, at, "schooling", f"{age}岁适龄儿童未在校", word)


def _years_before(day: date, years: int) -> str:
    """Return the day so many years ago as an identity number writes it."""
    return f"{day.year - years:04}{day:%m%d}"


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


# ---- households


def _days(
    roster: Roster, key: str, days: Sequence[str | None], places: Sequence[int], latest: str
) -> None:
    """Warn of days that have not come yet or were before the programme."""
    known = {day for day in set(days) if day}
    odd = {day for day in known if day > latest or day < PROGRAMME_BEGINS}
    if not odd:
        return
    member = BY_KEY[key].level == "member"
    sheet = roster.people if member else roster.household_cells(key)[0]
    for day, place in zip(days, places, strict=True):
        if day in odd:
            late = day is not None and day > latest
            reason = "日期晚于今天，请核对" if late else "日期早于精准扶贫开始，请核对"
            sheet.complain(place, sheet.name(key), str(day), reason, level=Level.WARN)


def _unwatched(roster: Roster, households: Columns, key: str, reason: str) -> None:
    """Warn of households that left poverty with a risk nobody watches."""
    bad = _RISKS[key]
    if bad not in households[key]:
        return
    rows = zip(households[key], households["status"], households["watch"], strict=True)
    for n, (value, status, watch) in enumerate(rows):
        if value is bad and status in EXITED and not watch:
            _warn_household(roster, n, key, reason)


def _without_measure(roster: Roster, households: Columns, latest: str) -> None:
    """Warn of poor households without a measure a month after they were recognised."""
    if "" not in households["measure"] or not any(
        "measures" in sheet.layout.at for sheet in (roster.homes, roster.people)
    ):
        return
    due = (date.fromisoformat(latest) - WAIT).isoformat()
    rows = zip(*(households[k] for k in ("measure", "registered_on", "status")), strict=True)
    for n, (measure, day, status) in enumerate(rows):
        if not measure and day and day <= due and status not in EXITED:
            _warn_household(roster, n, "measures", "识别满一个月未落实帮扶措施")


def _risk(roster: Roster, households: Columns) -> None:
    """Warn where 风险是否消除 and its date disagree."""
    cleared = households.pop("risk_cleared")
    if not any(value is not None for value in set(cleared)):
        return
    for n, (done, day) in enumerate(zip(cleared, households["risk_cleared_on"], strict=True)):
        if done is True and not day:
            _warn_household(roster, n, "risk_cleared", "风险已消除，缺少风险消除时间")
        elif done is False and day:
            _warn_household(roster, n, "risk_cleared_on", "风险未消除，却有风险消除时间", day)


# ---- sizes, heads, totals


def count_people(roster: Roster, members: Columns, stated: list[int | None]) -> list[int]:
    """Return how many persons each household has; warn where its own figure differs. No. 32."""
    people = dict.fromkeys(roster.starts, 0)
    alone = roster.people.alone
    for at, start in enumerate(roster.first):
        if at not in alone:
            people[start] += 1
    sizes = []
    for n, (start, size) in enumerate(zip(roster.starts, stated, strict=True)):
        if size is not None and size != people[start]:
            reason = f"人数{size}与实有{people[start]}行不符，请核对"
            _warn_household(roster, n, "person_count", reason, str(size))
        sizes.append(size or people[start])
    return sizes


def find_heads(roster: Roster, members: Columns) -> list[str]:
    """Return the name of each household's head: the first person's where none is named. No. 34."""
    heads: dict[int, int] = {}
    sheet = roster.people
    column = sheet.name("relation")
    for at, (start, relation) in enumerate(zip(roster.first, members["relation"], strict=True)):
        if relation != HEAD or at in sheet.alone:
            continue
        if start in heads:
            row = sheet.rows[heads[start]]
            sheet.complain(at, column, HEAD, f"同户有两个户主，第{row}行已是户主")
        heads.setdefault(start, at)
    for start in roster.starts:
        if start not in heads:
            sheet.complain(start, column, "", "该户没有户主", level=Level.WARN)
    return [members["name"][heads.get(start, start)] for start in roster.starts]


def compare_totals(roster: Roster) -> None:
    """Warn where a row of totals says another number of persons than its rows have. No. 30."""
    sheet = roster.people
    index = sheet.layout.at.get("person_count")
    if not sheet.totals or index is None:
        return
    cells = sheet.table.column(index)
    names = [sheet.table.column(at) for at in range(len(sheet.table.header))]
    begun = 0
    for place in sheet.totals:
        word = next(
            (t for column in names if (t := normal_text(column[place])).startswith(TOTALS)), ""
        )
        since = begun if word.startswith("小计") else 0
        people = sum(sheet.keep[since:place])
        stated, problem = read_decimal(cells[place])
        if stated is not None and not problem and stated != people:
            row = sheet.table.rows[place]
            reason = f"{word[:2]}人数{int(stated)}与实有{people}行不符，请核对"
            sheet.complain_row(row, sheet.name("person_count"), cells[place], reason)
        if word.startswith("小计"):
            begun = place + 1


def tell_left_out(roster: Roster, rejected: tuple[set[int], set[int]]) -> None:
    """Say of each rejected row that nothing was said of why it stays out: its household does.

    `rejected` are the places in the people's sheet and in the households' own.
    """
    people, homes = roster.people, roster.homes
    cause: dict[str, int] = {}
    for at in sorted(people.blocked):
        cause.setdefault(roster.numbers[at], people.rows[at])
    numbers_of_homes = {at: roster.numbers[start] for at, start in _pairs(roster)}
    for at in sorted(homes.blocked if roster.joined else ()):
        cause.setdefault(numbers_of_homes.get(at, ""), homes.rows[at])
    for sheet, places, number_of in (
        (people, rejected[0], dict(enumerate(roster.numbers))),
        (homes, rejected[1], numbers_of_homes),
    ):
        told = {c.row for c in sheet.complaints if c.level == Level.BLOCK}
        for at in sorted(places):
            if sheet.rows[at] not in told:
                number = number_of.get(at, "")
                row = cause.get(number)
                reason = f"同户第{row}行须改正，整户不导入" if row else "这一行没有导入"
                sheet.complain(at, sheet.name("household_no"), number, reason, level=Level.OUT)


def _pairs(roster: Roster) -> list[tuple[int, int]]:
    return list(zip(roster.home_at, roster.starts, strict=True)) if roster.joined else []
