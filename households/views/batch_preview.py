"""What the pages of an upload show: kinds on offer, tabs, figures with their rows, columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import Job
from households import tasks
from households.models import RegisterBatch
from households.services.importing.kinds import ImportKind

State = RegisterBatch.State
COMPARED = (State.STAGED, State.APPLIED, State.UNCHANGED, State.REVERTED)
CHECKED = (State.STAGED, State.REFUSED)
_HINTS = {
    "register": "一人一行或户表加人表，列名按全国扶贫系统导出表；可先对应自己的列名。",
    "villages": "标注贫困村、计划摘帽年度和村名变化。",
    "postings": "联系领导、帮扶单位、驻村工作组、第一书记、农技员，一人一行。",
    "pairings": "每户的帮扶责任人和单位，一户一行。",
    "exit_plan": "年度计划脱贫的户和人数，一户一行。",
    "incomes": "一个年度各户的收入，按来源分列，一户一行。",
    "platform": "六有平台导出的四个一批名单，与登记册比对。",
}


@dataclass(frozen=True)
class KindOnOffer:
    """One choice of the upload page."""

    value: str
    label: str
    hint: str
    template: str
    chosen: bool


def kinds_on_offer(kinds: Mapping[str, ImportKind], chosen: str) -> list[KindOnOffer]:
    """Give the kinds that can be uploaded, with a line each and the empty workbook's address."""
    return [
        KindOnOffer(
            kind.value,
            kind.label,
            _HINTS[kind.value],
            f"{reverse('households:batch_template')}?kind={kind.value}",
            kind.value == chosen,
        )
        for kind in RegisterBatch.Kind
        if kind.value in kinds
    ]


def job_of(batch: RegisterBatch) -> Job | None:
    """Give the upload's job that is under way or failed last; a finished one says nothing more."""
    job = tasks.check_job(batch) if batch.state == State.RECEIVED else tasks.apply_job(batch)
    return job if job and job.state != Job.State.DONE else None


def tabs(batch: RegisterBatch, here: str) -> list[tuple[str, str, bool, int | None]]:
    """Give the tabs over an upload's pages, for partials/tabs.html."""
    lines = [
        ("概况", "batch_detail"),
        *([("读取的行", "batch_rows")] if here == "batch_rows" else []),
        ("核对结果", "batch_problems"),
        ("变化明细", "batch_changes"),
    ]
    return [
        (label, reverse(f"households:{name}", args=[batch.pk]), name == here, None)
        for label, name in lines
    ]


Figure = tuple[str, int, str, str]


def figures(batch: RegisterBatch) -> list[tuple[str, list[Figure]]]:
    """Give the tiles by group: label, number, tone, and the address of what is counted."""
    counts = batch.counts
    problems = reverse("households:batch_problems", args=[batch.pk])
    changes = reverse("households:batch_changes", args=[batch.pk])
    rows = reverse("households:batch_rows", args=[batch.pk]) if batch.checked else ""
    groups = [
        (
            "文件的行",
            [
                ("读取", "read", "blue", rows),
                ("可接受", "accepted", "green", rows),
                ("不导入", "rejected", "red", f"{problems}?rows=out"),
            ],
        ),
        (
            "核对发现（处）",
            [
                ("须改正", "blocks", "red", f"{problems}?level=block"),
                ("提醒", "warnings", "orange", f"{problems}?level=warn"),
                ("已规范", "normalised", "grey", f"{problems}?level=note"),
            ],
        ),
        (
            "与登记册比较",
            [
                ("新增", "new", "blue", f"{changes}?act=add"),
                ("修改", "changed", "orange", f"{changes}?act=change"),
                ("未变", "unchanged", "grey", rows and f"{rows}?outcome=unchanged"),
                ("登记册有而文件无", "absent", "grey", f"{changes}?act=absent"),
            ],
        ),
    ]
    if batch.state in {State.MAPPING, State.RECEIVED} or batch.counts.get("refused"):
        return []
    shown = groups if batch.state in COMPARED else groups[:2]
    return [
        (title, [_figure(counts, *line) for line in lines if line[1] in counts])
        for title, lines in shown
        if any(line[1] in counts for line in lines)
    ]


def _figure(counts: dict[str, Any], label: str, key: str, tone: str, url: str) -> Figure:
    number = counts[key]
    return label, number, tone if number else "grey", url if number else ""


def columns(batch: RegisterBatch) -> list[tuple[str, str]]:
    """Give the file's headers with the column each was taken for; "" for one not read."""
    return [(header, name) for header, name in batch.counts.get("columns", [])]
