"""What 延期申请 and 约谈记录 say on paper. Domain §3.3; no framework here."""

from dataclasses import dataclass
from datetime import date

from reports.content import Table, TableColumn
from reports.papers.content import PaperForm, Part, boxes
from reports.papers.orders import BLANK_DAY, NOBODY, ROOM, day_text

DECISIONS = (("granted", "同意"), ("refused", "不同意"))
SIGNED_BY_HAND = f"签字：{NOBODY}　（盖章）　{BLANK_DAY}"
PROBLEMS = (
    TableColumn("序号", 0.7, "center"),
    TableColumn("问题编号", 2.6, "center"),
    TableColumn("问题事实", 5),
    TableColumn("整改时限", 1.9, "center"),
    TableColumn("状态", 1.4, "center"),
)


@dataclass(frozen=True)
class ExtensionText:
    """A request for more time as its paper tells it; `state` is pending, granted or refused."""

    number: str
    unit: str
    person: str
    order: str
    subject: str
    fact: str
    due_before: date
    until: date
    reason: str
    progress: str
    by: str
    on: date
    state: str
    state_label: str
    decision_note: str
    decided_by: str
    decided_on: date | None


def extension_paper(asked: ExtensionText) -> PaperForm:
    """Make the 延期申请: reason, what is done so far, until when, and the decision."""
    return PaperForm(
        title="整改延期申请",
        subtitle=f"问题编号　{asked.number}",
        head=(
            ("申请单位", asked.unit),
            ("责任人", asked.person),
            ("整改单", asked.order),
            ("申请日期", day_text(asked.on)),
            ("原整改时限", day_text(asked.due_before)),
            ("预计完成", day_text(asked.until)),
            ("问题", f"{asked.subject}\n{asked.fact}"),
            ("延期原因", asked.reason),
            ("已做进展", asked.progress),
            ("申请单位意见", f"申请人：{asked.by}　{day_text(asked.on)}\n负责人{SIGNED_BY_HAND}"),
            ("审批意见", _decision(asked)),
        ),
        parts=(),
        legend="说明：延期须在原整改时限到期前提出，由下达整改单的单位审批；批准后按新时限督办。",
        signers=(),
        foot=asked.order,
        day=asked.on,
        wide=("问题", "延期原因", "已做进展"),
    )


def _decision(asked: ExtensionText) -> str:
    if asked.decided_on is None:
        said = boxes(DECISIONS) if asked.state == "pending" else asked.state_label
        return f"{said}{ROOM}{SIGNED_BY_HAND}"
    note = f"\n{asked.decision_note}" if asked.decision_note else ""
    decided = f"审批人：{asked.decided_by}　{day_text(asked.decided_on)}"
    return f"{boxes(DECISIONS, [asked.state])}{note}\n{decided}"


@dataclass(frozen=True)
class SummonsText:
    """A 约谈 as its paper tells it; `problems` are number, fact, due day and state of each."""

    unit: str
    person: str
    held_on: date
    place: str
    host: str
    matter: str
    requirement: str
    due_on: date
    statement: str
    recorder: str
    problems: tuple[tuple[str, str, str, str], ...]
    annulled: str = ""


def summons_paper(held: SummonsText) -> PaperForm:
    """Make the 约谈提醒记录表: whom, when, over what, what is asked by when."""
    rows = tuple((str(place), *line) for place, line in enumerate(held.problems, 1))
    return PaperForm(
        title="约谈提醒记录表",
        subtitle=f"【已作废：{held.annulled}】" if held.annulled else held.unit,
        head=(
            ("被约谈单位", held.unit),
            ("被约谈人", held.person),
            ("约谈日期", day_text(held.held_on)),
            ("地点", held.place),
            ("约谈人", held.host),
            ("记录人", held.recorder),
            ("约谈事由", held.matter),
            ("整改要求", held.requirement),
            ("整改时限", day_text(held.due_on)),
            ("被约谈人表态", held.statement or ROOM),
        ),
        parts=(Part("所涉问题", (Table(PROBLEMS, rows),)),) if rows else (),
        legend="",
        signers=("约谈人", "被约谈人", "记录人"),
        foot="约谈提醒记录表",
        day=held.held_on,
        wide=("约谈事由", "整改要求", "整改时限", "被约谈人表态"),
    )
