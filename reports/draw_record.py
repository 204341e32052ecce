"""The one-page record of a draw (抽签记录), to print, sign and seal. Source: draw/1 §5."""

from collections.abc import Iterator

from django.utils.timezone import localtime

from inspections.selectors.draw_records import DrawPage
from reports.content import RecordSheet, Table, TableColumn

COLUMNS = (
    TableColumn("乡镇", 2),
    TableColumn("村", 2),
    TableColumn("走访户", 5),
)


def record_sheet(page: DrawPage) -> RecordSheet:
    """Put a draw's record in words; householders stay masked as they were copied."""
    return RecordSheet(
        title=f"{page.county}{page.title}",
        subtitle=f"签号 {page.draw_id}　{page.state}",
        lines=tuple(_lines(page)),
        result=Table(COLUMNS, tuple(_result(page))),
        note=f"不足：{'；'.join(page.shortfalls) or '无'}",
        signers=("主持人", "监督人", "见证人", "记录人"),
        foot="任何人可用验签包和包内程序复算本签；签值为 SHA-256 值，小者在前。",
        day=localtime(page.sealed_at).date(),
    )


def _lines(page: DrawPage) -> Iterator[tuple[str, str]]:
    yield "名单", "　".join(f"{label}{count}" for label, count in page.pool_counts)
    yield "规则", "；".join(f"{label}：{text}" for label, text in page.rule_lines)
    if page.left_out:
        yield "不在名单", "；".join(_by_reason(page.left_out))
    yield "名单指纹", page.pool_sha
    yield "规则指纹", page.rule_sha
    yield "上一签", page.previous
    yield "封签", page.seal
    yield "封存", f"{localtime(page.sealed_at):%Y-%m-%d %H:%M}　{page.sealed_by}"
    if page.witnesses:
        yield "见证人", "、".join(page.witnesses)
    if page.drawn_at is not None:
        yield "种子", page.seed
        yield "抽签", f"{localtime(page.drawn_at):%Y-%m-%d %H:%M}　{page.drawn_by}"
        yield "结果指纹", page.result_sha
        yield "复算", "结果一致" if page.replays else "结果不一致，请立即报告"
    if page.annul_reason:
        yield "作废原因", page.annul_reason


def _by_reason(left_out: tuple[tuple[str, str], ...]) -> list[str]:
    """Put together those left out for the same reason."""
    names: dict[str, list[str]] = {}
    for name, reason in left_out:
        names.setdefault(reason, []).append(name)
    return [f"{'、'.join(held)}（{reason}）" for reason, held in names.items()]


def _result(page: DrawPage) -> Iterator[tuple[str, ...]]:
    for township in page.townships:
        for village in township.villages:
            kind = "（贫困村）" if village.is_poor else ""
            households = "、".join(household.label for household in village.households)
            yield township.name, f"{village.name}{kind}", households
