"""The lists of the documents' readers as data: who signed, what leaders wrote and what came of it.

Registered when the program starts.
"""

from typing import Any

from django.db.models import QuerySet
from django_filters import FilterSet

from accounts import clock
from accounts.lists import ListColumn, Listing, Official, register
from accounts.models import User
from inspections.lists.words import titled
from reports.filters.reading import INSTRUCTION_STATES, SIGNED, InstructionFilter, ReceiptFilter
from reports.models import Instruction
from reports.selectors import instructions, receipts

TONES = {
    "asked": "orange",
    "overdue": "red",
    "replied": "blue",
    "done": "green",
    "waiting": "orange",
    "received": "green",
}


def _tone(value: Any) -> str:
    return TONES.get(str(value), "grey")


_DETAIL = ("reports:instruction_detail", "pk")


def _notes(user: User, kept: FilterSet) -> list[str]:
    """Tell how many there are and how they stand, as of today."""
    today = clock.today()
    late = kept.qs.overdue(on=today).count()
    told = f"共{kept.qs.count()}件，其中逾期未反馈{late}件。"
    return [f"{told}数据截至{today.year}年{today.month}月{today.day}日。"]


def _instructions(user: User) -> "QuerySet[Instruction]":
    return instructions.lines(user, on=clock.today())


RECEIPTS = register(
    Listing(
        name="receipts",
        label="签收情况",
        permission="reports.view_bulletin",
        columns=(
            ListColumn("unit", "单位", "unit__name", sort="unit__name", width=18),
            ListColumn(
                "document",
                "文件",
                "bulletin__title",
                link=("reports:reading_detail", "bulletin_id"),
                width=40,
            ),
            ListColumn("number", "文号", width=18),
            ListColumn(
                "stands",
                "签收",
                words=dict(SIGNED),
                tone=_tone,
                sort="received_at",
                width=8,
            ),
            ListColumn("received_by", "签收人", "received_by__name", width=10),
            ListColumn("received_at", "签收时间", sort="received_at", width=16),
            ListColumn("sent_at", "发出时间", sort="sent_at", width=16, chosen=False),
        ),
        order=("-sent_at", "unit__area_code", "pk"),
        rows=receipts.lines,
        filterset=ReceiptFilter,
    )
)

INSTRUCTIONS = register(
    Listing(
        name="instructions",
        label="批示办理",
        permission="reports.view_instruction",
        columns=(
            ListColumn("given_on", "批示日期", sort="given_on", width=12),
            ListColumn("leader", "批示领导", sort="leader", width=10),
            ListColumn("text", "批示内容", link=_DETAIL, width=36),
            ListColumn("unit", "承办单位", "unit__name", sort="unit__name", width=14),
            ListColumn("due_on", "反馈时限", sort="due_on", width=12),
            ListColumn(
                "stands",
                "状态",
                words=dict(INSTRUCTION_STATES),
                tone=_tone,
                sort="state",
                width=8,
            ),
            ListColumn("document_number", "文号", width=18),
            ListColumn("document", "文件", width=26, chosen=False),
            ListColumn("reply", "办理情况", width=40, chosen=False),
            ListColumn("replied_by", "反馈人", "replied_by__name", width=10, chosen=False),
            ListColumn("replied_at", "反馈时间", width=16, chosen=False),
            ListColumn("closing", "办结意见", width=24, chosen=False),
            ListColumn("closed_at", "办结时间", width=16, chosen=False),
        ),
        order=("-given_on", "-pk"),
        rows=_instructions,
        filterset=InstructionFilter,
        official=Official(title=titled("领导批示办理情况一览表"), notes=_notes),
    )
)
