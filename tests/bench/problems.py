"""50,000 problems: the lists, each filter, the roll-ups and the ledger taken out as a workbook.

The demo district's problems are copied in SQL over its villages and over four years, spread over
states, severities and sources as a county's would be after years of use; orders, replies and
verifications are there for those that are past them.
"""

import os
import tempfile
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.lists import LISTINGS
from accounts.models import Role, User
from accounts.official import sheet_of
from accounts.services.exports import shown_rows
from accounts.xlsx_stream import write_xlsx
from inspections.models import Problem
from tests.bench import clients, stage
from tests.bench.figures import Figure, seconds, tell
from tests.bench.lists import _peak, _resident

SIZE = int(os.environ.get("BENCH_PROBLEMS", "50000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
CLIENTS = 8
GOAL, EXPORT_GOAL, MEMORY_GOAL = "≤ 300 ms", "≤ 20 s", "≤ 60 MB"
# of a hundred problems: 70 closed, 4 not upheld, the rest on their way
GROW = """
    WITH places AS (
        SELECT code, row_number() OVER (ORDER BY code) - 1 AS at, count(*) OVER () AS size
        FROM households_area WHERE level IN ('village', 'township')
    ), kinds AS (
        SELECT slug, row_number() OVER (ORDER BY slug) - 1 AS at, count(*) OVER () AS size
        FROM inspections_problemcategory
    ), units AS (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS at, count(*) OVER () AS size
        FROM accounts_unit WHERE kind IN ('township', 'department')
    ), spread AS (
        SELECT n, (date '2012-08-01' + (n %% 1440))::date AS day, (n * 7919) %% 100 AS lot
        FROM generate_series(1, %s) AS n
    ), told AS (
        SELECT *, CASE WHEN lot < 70 THEN 'closed' WHEN lot < 74 THEN 'not_upheld'
            WHEN lot < 78 THEN 'found' WHEN lot < 81 THEN 'confirmed' WHEN lot < 84 THEN 'ordered'
            WHEN lot < 87 THEN 'acknowledged' WHEN lot < 94 THEN 'rectifying'
            WHEN lot < 97 THEN 'reported' ELSE 'verified' END AS state
        FROM spread
    )
    INSERT INTO inspections_problem (
        number, source, found_in, found_by, period, round_id, subject_kind, subject_code,
        subject_name, area_code, item, fact, basis, category_id, severity, track, proposed_scope,
        scope, responsible_unit_id, responsible_person, planned_measure, village_can_solve,
        reopened, state, order_id, found_on, due_on, closed_on
    ) SELECT
        'B510304-' || to_char(day, 'YYYYMM') || '-' || lpad(n::text, 5, '0'),
        (ARRAY['own_visit', 'own_visit', 'own_visit', 'self_check', 'cross_check', 'superior',
            'audit', 'third_party'])[1 + n %% 8],
        'visit', '第' || n %% 9 || '组', date_trunc('month', day), round.id,
        CASE WHEN n %% 25 = 0 THEN 'department' WHEN length(places.code) = 12 THEN 'household'
            ELSE 'township' END,
        CASE WHEN n %% 25 = 0 THEN units.id::text
            ELSE places.code || lpad((n %% 900)::text, 4, '0') END,
        '李某某', CASE WHEN n %% 25 = 0 THEN left(places.code, 6) ELSE places.code END,
        'A' || 100 + n %% 60,
        '第' || n || '号问题：住房安全没有保障，墙体开裂，屋顶漏雨，没有鉴定，没有列入改造计划。',
        '入户查看', kinds.slug,
        (ARRAY['ordinary', 'ordinary', 'serious', 'severe'])[1 + n %% 4],
        'fix_by_date', '', CASE WHEN n %% 3 = 0 THEN 'common' ELSE 'individual' END,
        units.id, '责任人' || n %% 50, '请有资质的机构鉴定，符合条件的列入危房改造。', n %% 2 = 0,
        0, state,
        CASE WHEN state IN ('found', 'confirmed', 'not_upheld') THEN NULL ELSE (
            SELECT min(id) FROM inspections_rectificationorder) END,
        day,
        CASE WHEN state IN ('found', 'confirmed', 'not_upheld') THEN NULL ELSE day + 30 END,
        CASE WHEN state = 'closed' THEN day + 25 END
    FROM told
    JOIN places ON places.at = n %% places.size JOIN kinds ON kinds.at = n %% kinds.size
    JOIN units ON units.at = n %% units.size
    CROSS JOIN (SELECT min(id) AS id FROM inspections_round) round
"""
ANSWERED = """
    INSERT INTO inspections_reply (problem_id, cause, measure, result, by_id, at)
    SELECT id, '经办人变动', '已鉴定并列入改造', '已入住', %s, found_on + interval '20 days'
    FROM inspections_problem
    WHERE number LIKE 'B%%' AND state IN ('reported', 'verified', 'closed');
    INSERT INTO inspections_verification (reply_id, cause_found, measure_done, result_met,
        cause_note, measure_note, result_note, note, by_id, at)
    SELECT reply.id, true, true, true, '', '', '', '现场核实属实', %s, reply.at
    FROM inspections_reply reply JOIN inspections_problem problem ON problem.id = problem_id
    WHERE problem.number LIKE 'B%%' AND problem.state IN ('verified', 'closed');
    INSERT INTO inspections_reply_evidence (reply_id, attachment_id)
    SELECT reply.id, (SELECT min(id) FROM inspections_attachment) FROM inspections_reply reply
    JOIN inspections_problem problem ON problem.id = problem_id WHERE problem.number LIKE 'B%%'
"""
FILTERS = {
    "plain": "",
    "a month": "period=2014-03",
    "a township": "area=510304105",
    "a village": "area=510304105201",
    "state": "state=rectifying",
    "stage": "stage=working",
    "severity": "severity=severe",
    "scope": "scope=common",
    "source": "source=audit",
    "overdue": "overdue=1",
    "open": "open=1",
    "item": "item=A121",
    "search, a word": "q=漏雨",
    "search, nothing": "q=没有这样的字",
    "search, a number": "q=201403-00605",
    "the deepest page": "page=last",
}
SORTED = {"by due day": "sort=-due_on", "by state": "sort=state", "by severity": "sort=severity"}


def grow(by: User) -> None:
    """Bring the ledger to its size, once, with replies and verifications."""
    missing = SIZE - Problem.objects.count()
    if missing <= 0:
        return
    with connection.cursor() as cursor:
        cursor.execute(GROW, [missing])
        cursor.execute(ANSWERED, [by.pk, by.pk])
        for table in ("problem", "reply", "verification", "reply_evidence"):
            cursor.execute(f"VACUUM ANALYZE inspections_{table}")


def asked() -> Iterator[tuple[str, str]]:
    """Give the pages that are measured, for an office that sees the whole county."""
    unit = Problem.objects.filter(number__startswith="B").values_list(
        "responsible_unit", flat=True
    )
    kind = Problem.objects.filter(number__startswith="B").values_list("category", flat=True)
    filters = FILTERS | {"unit": f"unit={unit[0]}", "category": f"category={kind[0]}"}
    plain = reverse("inspections:problem_list")
    for label, query in {**filters, **SORTED}.items():
        yield f"problem list: {label}", f"{plain}?{query}"
    for name in ("rectification_list", "problem_ledger", "rectification_ledger"):
        yield name.replace("_", " "), reverse(f"inspections:{name}")
    yield "problem ledger: search", f"{reverse('inspections:problem_ledger')}?q=漏雨"
    yield "roll-up by place", reverse("inspections:rollup")
    yield "roll-up by unit", reverse("inspections:rollup_units")


def cookie_of(user: User) -> dict[str, str]:
    """Log a person in and give his cookies as a header."""
    client = Client()
    client.force_login(user, backend="accounts.backends.RightsBackend")
    pairs = (f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"Cookie": "; ".join(pairs)}


def main() -> None:
    """Measure the pages at 8 clients, then the ledgers as workbooks."""
    office = User.objects.filter(groups__name=Role.SUPERVISION_OFFICE.label)[0]
    township = User.objects.filter(groups__name=Role.TOWNSHIP_OFFICER.label)[0]
    department = User.objects.filter(groups__name=Role.DEPARTMENT.label)[0]
    grow(office)
    figures = []
    with stage.web("config.wsgi") as (port, _):
        bare = _load(port, reverse("accounts:export_list"), office).p95_ms
        for label, path in asked():
            figures.append(_measured(label, _load(port, path, office), bare))
        for name in ("problem_list", "rectification_list", "problem_ledger", "rollup"):
            page = reverse(f"inspections:{name}")
            for who, user in (("township", township), ("department", department)):
                figures.append(_measured(f"{name} of a {who}", _load(port, page, user), bare))
    tell(
        [*figures, *exported(office, "problem-ledger"), *exported(office, "rectification-ledger")]
    )


def _load(port: int, path: str, user: User) -> clients.Load:
    headers = cookie_of(user)
    return clients.load(
        port, CLIENTS, seconds=SECONDS, request=lambda *_: ("GET", quoted(path), None, headers)
    )


def _measured(label: str, taken: clients.Load, bare: float) -> Figure:
    """Set a page beside a page of the same frame with no rows, in the same minute's load."""
    note = f"p95, {SIZE:,}, {CLIENTS} clients, failed {taken.failed}"
    return Figure(label, note, taken.p95_ms, "ms", "page without rows", bare, GOAL)


def quoted(path: str) -> str:
    """Give an address as it goes over the wire."""
    return "".join(sign if sign.isascii() else _percent(sign) for sign in path)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode())


def exported(user: User, name: str) -> Iterator[Figure]:
    """Write a whole ledger as the job does."""
    listing = LISTINGS[name]
    found = listing.found(user, query="", search=None)
    columns = list(listing.columns)

    def written() -> None:
        sheet = sheet_of(listing, columns, by=user, query="", foot="导出")
        with tempfile.TemporaryFile() as out:
            write_xlsx(out, sheet, shown_rows(found, columns, user), first_line=str)

    list(shown_rows(found[:1000], columns, user))
    idle = _resident()
    taken = seconds(written)
    job = f"export, {name}, {found.count():,} × {len(columns)}"
    yield Figure(job, "official .xlsx", round(taken, 2), "s", goal=EXPORT_GOAL)
    yield Figure(job, "memory over idle", round(_peak() - idle, 1), "MB", goal=MEMORY_GOAL)
