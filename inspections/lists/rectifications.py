"""整改台账: every problem under an order, from the order to its close-out."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from accounts import clock
from accounts.lists import ListColumn, Listing, Official
from accounts.models import User
from inspections.lists import words
from inspections.lists.filters import LedgerFilter
from inspections.lists.problems import FACT, NUMBER, SEVERITY, STATE, SUBJECT, TOWNSHIP, VILLAGE
from inspections.models import Problem
from inspections.selectors import ledgers as of

_ORDER, _REPLY, _CHECK, _DAYS = "督办整改单", "整改报送", "复核销号", "时限"


def _said(key: str, label: str, width: float, **how: Any) -> ListColumn:
    """Give a column of the last reply or its verification."""
    return ListColumn(key, label, "reply", width=width, **({"read": words.said(key)} | how))


def _gate(key: str, label: str) -> ListColumn:
    return _said(key, label, 6, read=words.gate(key), group=_CHECK)


COLUMNS = (
    NUMBER,
    TOWNSHIP,
    VILLAGE,
    SUBJECT,
    FACT,
    SEVERITY,
    ListColumn("order", "整改单号", of.ORDER_NUMBER, sort="order_id", group=_ORDER, width=10),
    ListColumn("requirement", "整改要求", "order__requirement", group=_ORDER, width=18),
    ListColumn("unit", "责任单位", "responsible_unit__name", group=_ORDER, width=12),
    ListColumn("responsible_person", "责任人", group=_ORDER, width=8, chosen=False),
    ListColumn("issued_on", "下达日期", "order__issued_on", group=_ORDER, chosen=False, width=11),
    ListColumn(
        "signed_on", "签收日期", TruncDate("order__acknowledged_at"), group=_ORDER, width=11
    ),
    ListColumn(
        "track",
        "整改方式",
        words=dict(Problem.Track.choices),
        group=_DAYS,
        width=7,
        chosen=False,
    ),
    ListColumn("planned_measure", "整改计划", group=_DAYS, width=18, chosen=False),
    ListColumn("planned_on", "计划完成", group=_DAYS, chosen=False, width=11),
    ListColumn("due_on", "整改时限", sort="due_on", group=_DAYS, width=11),
    ListColumn(
        "extensions",
        "延期次数",
        of.EXTENSIONS,
        kind="num",
        group=_DAYS,
        width=6,
    ),
    ListColumn(
        "late",
        "超期天数",
        read=words.days_late,
        tone=words.late_tone,
        sort="late",
        kind="num",
        group=_DAYS,
        width=6,
    ),
    _said("cause", "问题原因", 15, group=_REPLY, chosen=False),
    _said("measure", "整改措施", 18, group=_REPLY, chosen=False),
    _said("result", "整改结果", 15, group=_REPLY, chosen=False),
    _said("on", "报送日期", 11, read=words.said_on("on"), group=_REPLY),
    ListColumn("files", "佐证份数", of.FILES, kind="num", group=_REPLY, width=6, chosen=False),
    _gate("cause_found", "查清"),
    _gate("measure_done", "到位"),
    _gate("result_met", "达标"),
    _said("note", "复核意见", 15, group=_CHECK, chosen=False),
    _said("verifier", "复核人", 8, group=_CHECK, chosen=False),
    _said(
        "visited_on", "现场复核", 11, read=words.said_on("visited_on"), group=_CHECK, chosen=False
    ),
    ListColumn("closed_on", "销号日期", sort="closed_on", group=_CHECK, width=11),
    STATE,
)


def rows(user: User) -> "QuerySet[Problem]":
    """Give the ledger's lines as of today."""
    return of.rectification_lines(user, on=clock.today())


RECTIFICATION_LEDGER = Listing(
    name="rectification-ledger",
    label="整改台账",
    permission="inspections.view_rectificationorder",
    columns=COLUMNS,
    order=("due_on", "number"),
    rows=rows,
    filterset=LedgerFilter,
    official=Official(title=words.titled("整改台账"), notes=words.notes),
)
