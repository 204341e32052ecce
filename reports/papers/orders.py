"""What 督办整改单, 整改回复单 and 销号申请表 say on paper. Domain §3.3; no framework here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.content import Table, TableColumn
from reports.papers.content import PaperForm, Part, boxes

ROOM = "\n\n\n"  # to write in by hand
SHORT_ROOM = "\n"
NOBODY, BLANK_DAY = "　　　　　　", "　　　年　　月　　日"
FEEDBACK = "时限内逐个问题书面报送原因、措施、结果和佐证，由其他单位复核后销号；时限当天仍算按期。"
YES_NO = (("yes", "是"), ("no", "否"))
PROBLEMS = (
    TableColumn("序号", 0.7, "center"),
    TableColumn("编号、来源、对象", 3),
    TableColumn("问题描述", 4),
    TableColumn("依据", 2.3),
)
ANSWERS = (
    TableColumn("序号", 0.7, "center"),
    TableColumn("整改回复", 4.3),
    TableColumn("复核意见", 2.7),
    TableColumn("销号意见", 2.3),
)
BLANK_ANSWER = "原因：\n\n措施：\n\n结果：\n\n佐证：\n责任人签字："


@dataclass(frozen=True)
class GateText:
    """One of 三不放过: what was asked and said, whether it passed; None while not judged."""

    label: str
    asked: str
    said: str
    passed: bool | None
    note: str


@dataclass(frozen=True)
class ReplyText:
    """A reply with its judgement, if there is one."""

    gates: tuple[GateText, ...]
    files: tuple[str, ...]
    by: str
    on: date
    verdict: str = ""
    verifier: str = ""
    verified_on: date | None = None
    visited_on: date | None = None


@dataclass(frozen=True)
class ProblemText:
    """A problem as its papers tell it; `elsewhere` says where it went when it left the order."""

    number: str
    subject: str
    source: str
    fact: str
    basis: str
    nature: str
    unit: str
    person: str
    order: str
    requirement: str
    found_on: date
    due_on: date | None
    replies: tuple[ReplyText, ...]
    returned: tuple[str, ...]
    closing: str
    closed_on: date | None
    elsewhere: str = ""

    @property
    def last(self) -> ReplyText | None:
        """The newest reply."""
        return self.replies[-1] if self.replies else None


@dataclass(frozen=True)
class OrderText:
    """An order as its sheet tells it."""

    number: str
    unit: str
    person: str
    issued_on: date
    issuer: str
    due: str
    requirement: str
    signed: str
    note: str
    problems: tuple[ProblemText, ...]


def day_text(day: date | None, *, blank: str = "") -> str:
    """Write a day in Chinese; `blank` where there is none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else blank


def order_paper(order: OrderText) -> PaperForm:
    """Make the 督办整改单: head, problems, and room for or text of reply, judgement, close-out."""
    head = (
        ("责任单位", order.unit),
        ("责任人", order.person),
        ("签发日期", day_text(order.issued_on)),
        ("签发人", order.issuer),
        ("整改时限", order.due),
        ("整改要求", order.requirement),
        ("反馈要求", FEEDBACK),
        ("签收", order.signed or f"签收人：{NOBODY}　　签收时间：{BLANK_DAY}"),
    )
    numbered = list(enumerate(order.problems, 1))
    asked = tuple(_asked_row(number, problem) for number, problem in numbered)
    said = tuple(_answer_row(number, problem) for number, problem in numbered)
    return PaperForm(
        title="督办整改单",
        subtitle=f"编号　{order.number}",
        head=head,
        parts=(
            Part("一、问题", (Table(PROBLEMS, asked),)),
            Part("二、回复、复核和销号", (Table(ANSWERS, said),)),
        ),
        legend=order.note,
        signers=(),
        foot=f"{order.number}　共{len(order.problems)}个问题",
        day=order.issued_on,
        wide=("整改时限", "整改要求", "反馈要求", "签收"),
    )


def reply_paper(problem: ProblemText) -> PaperForm:
    """Make the 整改回复单 of one problem: as last reported, or blank to fill in by hand."""
    last = problem.last
    said = [(gate.asked, gate.said) for gate in last.gates] if last else _blank_reply()
    files = "、".join(last.files) if last else ""
    sender = f"{last.by}　{day_text(last.on)}" if last else ""
    return PaperForm(
        title="整改回复单",
        subtitle=f"问题编号　{problem.number}",
        head=(
            *_known(problem),
            ("整改要求", problem.requirement),
            *said,
            ("佐证材料", files or SHORT_ROOM),
            ("报送人", sender or SHORT_ROOM),
            ("责任人意见", f"{ROOM}签字：{NOBODY}　（盖章）　{BLANK_DAY}"),
        ),
        parts=(),
        legend="说明：原因、措施、结果逐项填写，佐证（照片、文件）附后。",
        signers=(),
        foot=problem.order,
        day=last.on if last else None,
        wide=("整改要求", "佐证材料", "报送人", *(name for name, _ in said)),
    )


def closing_paper(problem: ProblemText) -> PaperForm:
    """Make the 销号申请表 of one problem. Plan 001 (49): 查清、到位、达标, each with its words."""
    last = problem.last
    gates = last.gates if last else ()
    said = "\n".join(f"{gate.asked}：{gate.said}" for gate in gates)
    files = "、".join(last.files) if last else ""
    return PaperForm(
        title="销号申请表",
        subtitle=f"问题编号　{problem.number}",
        head=(
            *_known(problem),
            ("整改情况", said or ROOM),
            ("佐证", files or SHORT_ROOM),
            ("责任单位意见", _applied(last)),
            ("复核人意见\n（三不放过）", _judged(last)),
            ("牵头单位审批", problem.closing or f"{ROOM}签字：{NOBODY}　（盖章）　{BLANK_DAY}"),
            ("销号日期", day_text(problem.closed_on, blank=BLANK_DAY)),
            ("退回原因", "\n".join(problem.returned) or "无"),
        ),
        parts=(),
        legend="",
        signers=(),
        foot=problem.order,
        day=problem.closed_on or (last.on if last else None),
        wide=("整改情况", "佐证", "牵头单位审批", "销号日期", "退回原因"),
    )


def _known(problem: ProblemText) -> Iterable[tuple[str, str]]:
    """Give the head that both papers of a problem share."""
    return (
        ("责任单位", problem.unit),
        ("责任人", problem.person),
        ("整改单", problem.order),
        ("整改时限", day_text(problem.due_on)),
        ("发现日期", day_text(problem.found_on)),
        ("性质", problem.nature),
        ("问题来源", f"{problem.source}\n{problem.subject}"),
        ("问题描述", f"{problem.fact}\n依据：{problem.basis or '—'}"),
    )


def _blank_reply() -> list[tuple[str, str]]:
    return [(name, ROOM) for name in ("问题原因", "整改措施", "整改结果")]


def _asked_row(number: int, problem: ProblemText) -> tuple[str, ...]:
    fact = f"{problem.fact}\n（{problem.nature}）"
    if problem.elsewhere:
        fact += f"\n【{problem.elsewhere}】"
    about = f"{problem.number}\n{problem.source}\n{problem.subject}"
    return (str(number), about, fact, problem.basis or "—")


def _answer_row(number: int, problem: ProblemText) -> tuple[str, ...]:
    if problem.elsewhere:
        return (str(number), problem.elsewhere, "—", "—")
    replies = "\n".join(_reply_text(reply) for reply in problem.replies) or BLANK_ANSWER
    judged = "\n".join(_verdict_text(reply) for reply in problem.replies)
    return (str(number), replies, judged, problem.closing or SHORT_ROOM)


def _reply_text(reply: ReplyText) -> str:
    lines = [
        f"{gate.asked.removeprefix('问题').removeprefix('整改')}：{gate.said}"
        for gate in reply.gates
    ]
    files = "、".join(reply.files)
    return "\n".join([*lines, f"佐证：{files}", f"报送：{reply.by}　{day_text(reply.on)}"])


def _verdict_text(reply: ReplyText) -> str:
    if not reply.verdict:
        return "待复核"
    notes = [f"{gate.label}：{gate.note}" for gate in reply.gates if gate.note]
    went = [f"现场复核：{day_text(reply.visited_on)}"] if reply.visited_on else []
    who = f"复核：{reply.verifier}　{day_text(reply.verified_on)}"
    return "\n".join([*notes, reply.verdict, *went, who])


def _applied(last: ReplyText | None) -> str:
    if last is None:
        return f"{ROOM}签字：{NOBODY}　（盖章）　{BLANK_DAY}"
    words = "已按要求完成整改，申请复核销号。"
    return f"{words}\n报送人：{last.by}　{day_text(last.on)}\n负责人签字：{NOBODY}　（盖章）"


def _judged(last: ReplyText | None) -> str:
    """Write the three gates with their boxes, then the opinion and who gave it."""
    gates = last.gates if last and last.verdict else _unjudged()
    lines = [_gate_line(gate) for gate in gates]
    if last is None or not last.verdict:
        return "\n".join([*lines, f"意见：\n复核人：{NOBODY}　{BLANK_DAY}"])
    went = f"　现场复核：{day_text(last.visited_on)}" if last.visited_on else ""
    who = f"复核人：{last.verifier}　{day_text(last.verified_on)}{went}"
    return "\n".join([*lines, f"意见：{last.verdict}", who])


def _gate_line(gate: GateText) -> str:
    picked = [] if gate.passed is None else ["yes" if gate.passed else "no"]
    note = f"　{gate.note}" if gate.note else ""
    return f"{gate.label}　{boxes(YES_NO, picked)}{note}"


def _unjudged() -> Sequence[GateText]:
    labels = ("问题查清", "整改到位", "成效达标")
    return [GateText(label, "", "", None, "") for label in labels]
