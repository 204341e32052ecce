"""Every document of a month: from click to files, the pack, a large annex, 1 and 2,800 counties.

Measured on a copy of the run's database, so that what is grown here burdens no other part.
"""

import contextlib
import statistics
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from accounts.models import Role, User
from households.models import Area
from inspections.models import Problem, RectificationOrder
from reports.annexes.books import problem_list
from reports.content import Sheet
from reports.facts.month import MonthFacts, ProblemLine
from reports.models import Bulletin, MonthPack
from reports.renderers.xlsx import write_workbook
from reports.services.packs import make_pack
from tests.bench import bulletins, counties
from tests.bench.figures import Figure, peak_mb, seconds, tell
from tests.bench.lists import _resident

PROBLEMS = 500
ORDERS = 25
ROWS = 100_000
COPIED = {  # of a problem; all else is the copied one's
    "answer": None,
    "entry_key": None,
    "repeats": None,
    "state": "ordered",
    "scope": "common",
    "closed_on": None,
    "due_on": date(2016, 8, 20),
}


@contextlib.contextmanager
def own_copy(name: str) -> Iterator[str]:
    """Make a copy of the database in use and work on it; give its name, drop it afterwards."""
    source = str(connection.settings_dict["NAME"])
    copy = f"{source}_{name}"
    _elsewhere(f'CREATE DATABASE "{copy}" TEMPLATE "{source}"')
    use(copy)
    try:
        yield copy
    finally:
        use(source)
        _elsewhere(f'DROP DATABASE "{copy}" WITH (FORCE)')


def use(name: str) -> None:
    """Work on the database of that name from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name


def _elsewhere(statement: str) -> None:
    """Run a statement about the databases from one that it does not touch."""
    kept = str(connection.settings_dict["NAME"])
    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(statement)
    use(kept)


def by_turns(times: int, *works: Callable[[], Any]) -> list[float]:
    """Give the median seconds of works done by turns: a busy machine burdens each alike."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for kept, work in zip(taken, works, strict=True):
            kept.append(seconds(work))
    return [round(statistics.median(kept), 3) for kept in taken]


@dataclass(frozen=True)
class Many(Sequence[ProblemLine]):
    """So many problems, each made as it is asked for: what a reader of a long list holds."""

    size: int
    like: ProblemLine

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, at: Any) -> Any:
        number = f"510304-201607-{at:06}"
        return replace(
            self.like, number=number, fact=f"第{at}号问题：墙体开裂，屋顶漏雨，没有鉴定。"
        )

    def __iter__(self) -> Iterator[ProblemLine]:
        return (self[at] for at in range(self.size))


def annex_of(size: int, facts: MonthFacts) -> Any:
    """Give the problem list of so many problems: one sheet of fourteen columns."""
    many: Any = Many(size, facts.problems[0])
    book = problem_list(replace(facts, problems=many))
    return replace(book, sheets=book.sheets[:1])


def bare(sheet: Sheet) -> None:
    """Stream the same rows into a sheet with nothing but cells."""
    with (
        tempfile.TemporaryFile() as out,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book,
        book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        part.write(b"<worksheet><sheetData>")
        piece: list[str] = []
        for row in sheet.rows:
            cells = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row)
            piece.append(f"<row>{cells}</row>")
            if len(piece) == 2000:
                part.write("".join(piece).encode())
                piece.clear()
        part.write("".join([*piece, "</sheetData></worksheet>"]).encode())


def ours(size: int, facts: MonthFacts) -> None:
    """Write the annex as the product does."""
    with tempfile.TemporaryFile() as out:
        write_workbook(out, annex_of(size, facts))


def grown(work: Callable[[], Any]) -> float:
    """Give by how many MB the memory grows at most while the work is done."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    idle = _resident()
    work()
    peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    return max(0.0, int(peak) / 1024 - idle)


def annex(facts: MonthFacts) -> Iterator[Figure]:
    """Measure the long annex: seconds beside the bare writer, memory at a tenth and at all."""
    ours(1000, facts)
    tenth = grown(lambda: ours(ROWS // 10, facts))
    whole_sheet = annex_of(ROWS, facts).sheets[0]
    whole = grown(lambda: ours(ROWS, facts))
    mine, beside = by_turns(3, lambda: ours(ROWS, facts), lambda: bare(whole_sheet))
    job = f"annex, {ROWS:,} × 14"
    yield Figure(job, "streamed .xlsx", mine, "s", "barest sheet", beside, "≤ 2×")
    told = f"{ROWS // 10:,} rows"
    yield Figure(job, "memory over idle", round(whole, 1), "MB", told, round(tenth, 1), "flat")


def fill(by: User) -> None:
    """Bring July to 500 problems, all under orders of 20, as copies of those it has."""
    month = Problem.objects.filter(period=bulletins.JULY, area_code__startswith=bulletins.COUNTY)
    found = list(month.order_by("pk"))
    orders = [
        RectificationOrder(
            area_code=bulletins.COUNTY, year=2016, serial=5000 + number,
            requirement="限期整改到位", unit=found[number % len(found)].responsible_unit,
            issued_on=date(2016, 7, 25), due_on=COPIED["due_on"], issued_by=by,
        )
        for number in range(ORDERS)
    ]  # fmt: skip
    orders = RectificationOrder.objects.bulk_create(orders)
    made = []
    for number in range(PROBLEMS - len(found)):
        row = Problem.objects.get(pk=found[number % len(found)].pk)
        row.pk, row.number, row.order = None, f"B510304-{number:04}", orders[number % ORDERS]
        for name, value in COPIED.items():
            setattr(row, name, value)
        made.append(row)
    for problem in Problem.objects.bulk_create(made):
        problem.order.covers.add(problem)
    month.filter(scope="").exclude(state="not_upheld").update(scope="individual")


def draft() -> Bulletin:
    """Give July's document as a draft, so that it can be made again and again."""
    month = Bulletin.objects.filter(area_code=bulletins.COUNTY).monthly().standing()
    month.filter(period=bulletins.JULY).delete()
    made: Bulletin = bulletins.ours()
    return made


def packed(held: Bulletin, by: User) -> Callable[[], Any]:
    """Give what makes the pack anew."""

    def work() -> None:
        MonthPack.objects.all().delete()
        make_pack(bulletin=held, by=by)

    return work


def main() -> None:
    """Measure on copies: annex, bulletin, pack, then the bulletin among all the counties."""
    with own_copy("documents") as one:
        figures = list(alone())
        with own_copy("counties") as many:
            counties.grow()
            figures += among(one, many)
    tell(figures)


def alone() -> Iterator[Figure]:
    """Give the figures of the one county."""
    by = User.objects.filter(groups__name=Role.SUPERVISION_OFFICE.label)[0]
    fill(by)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    held = draft()
    yield from annex(bulletins.facts())
    click, beside = by_turns(5, bulletins.ours, bulletins.reference)
    note, bare_of = f"{PROBLEMS} problems", "its SQL + bare .docx"
    yield Figure(
        "click to .docx .pdf .xlsx", note, click, "s", bare_of, beside, "≤ 2 s", peak_mb()
    )
    held.refresh_from_db()
    took, click = by_turns(3, packed(held, by), bulletins.ours)
    held.refresh_from_db()
    packed(held, by)()
    pack = MonthPack.objects.get()
    note = f"{pack.files} files, {pack.size / 1e6:.1f} MB"
    yield Figure("month pack", note, took, "s", "bulletin alone", click, "≤ 10 s", peak_mb())


def among(one: str, many: str) -> Iterator[Figure]:
    """Give the same county's figures among all counties, beside those where it is alone."""

    def on(name: str, work: Callable[[], Any]) -> Callable[[], Any]:
        def there() -> None:
            use(name)
            work()

        return there

    note = f"with {Area.objects.counties().count():,} counties"
    for job, work in [("bulletin", bulletins.ours), ("facts", bulletins.facts)]:
        for name in (one, many):
            on(name, work)()  # the first asking reads the tables
        amidst, apart = by_turns(5, on(many, work), on(one, work))
        yield Figure(f"one county's {job}", note, amidst, "s", "with 1", apart, "≤ 1.3×")
