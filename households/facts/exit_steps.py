"""The exit procedure's steps in their order, and the papers its archive must hold.

Source: domain §2.5 (评议 → 核实 → 认可 → 公示 → 公告 → 标注), plan 000 §4(1), 000-17 and 000-18.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

STEPS = {
    "reviewed_on": "民主评议",
    "verified_on": "入户核实",
    "agreed_on": "农户认可",
    "publicised_on": "公示",
    "announced_on": "公告",
    "marked_on": "系统标注",
}
ORDER = tuple(STEPS)
LAST = ORDER[-1]
PUBLICITY_KEY = "publicity_days"
PUBLICITY_DAYS = 7  # 暂定: no source states the number; the parameter of the day goes first
Dates = Mapping[str, date | None]


@dataclass(frozen=True)
class Paper:
    """A paper of the exit archive, the step that makes it, and where it is asked for."""

    code: str
    name: str
    step: str
    source: str


_BY_STEP = "按退出程序，名称暂定"
PAPERS = (
    Paper("application", "贫困户退出申请书", "reviewed_on", "暂定"),
    Paper("review_record", "民主评议记录", "reviewed_on", _BY_STEP),
    Paper("verification", "入户核实表", "verified_on", _BY_STEP),
    Paper("income_working", "收入测算表", "verified_on", "督查表A103"),
    Paper("consent", "农户签字认可书", "agreed_on", _BY_STEP),
    Paper("publicity_photo", "公示及照片", "publicised_on", "督查表A113"),
    Paper("announcement", "退出公告", "announced_on", _BY_STEP),
)
PAPER_CODES = tuple(paper.code for paper in PAPERS)


def next_step(dates: Dates) -> str | None:
    """Give the first step without a date; None when all six are done."""
    return next((step for step in ORDER if not dates.get(step)), None)


def missing_papers(papers: Collection[str]) -> list[str]:
    """Give the names of the papers the archive still lacks."""
    return [paper.name for paper in PAPERS if paper.code not in papers]


def in_order(papers: Collection[str]) -> list[str]:
    """Give known paper codes once each, in the codebook's order: how they are stored."""
    return [code for code in PAPER_CODES if code in papers]


def refusal(dates: Dates, *, step: str, day: date, publicity_days: int) -> str:
    """Say why a step cannot be dated a day; "" if it can. The day itself is not in the future."""
    due = next_step(dates)
    if due is None or dates.get(step):
        return f"“{STEPS[step]}”已登记，日期有误请先撤回最后一步。"
    if step != due:
        return f"须先完成“{STEPS[due]}”。"
    before = _before(dates, step)
    if before and day < before:
        return f"日期早于上一步（{before:%Y-%m-%d}）。"
    if step == "announced_on" and before and (day - before).days < publicity_days:
        return f"公示不足{publicity_days}天（公示日{before:%Y-%m-%d}）。"
    return ""


def _before(dates: Dates, step: str) -> date | None:
    """Give the day of the step before; None for the first."""
    place = ORDER.index(step)
    return dates.get(ORDER[place - 1]) if place else None


def timeline(dates: Dates) -> Sequence[tuple[str, date | None]]:
    """Give the six steps by name with their days, in order."""
    return [(label, dates.get(step)) for step, label in STEPS.items()]
