"""A 督查表 put on paper: filled in as one reader may see it, or blank for a kind of subject."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils.timezone import localtime

from accounts.models import User
from inspections.answers import GIVEN, YES_NO_TEXT
from inspections.checklists import LEVELS, Section, sections
from inspections.models import Checklist, Problem, Question, Visit
from inspections.models.subjects import SubjectKind
from inspections.selectors.gathered import GATHERED, LATER, gathered_for
from inspections.selectors.names import words_for
from inspections.selectors.reading import (
    PUT_ASIDE,
    Line,
    coming_problems,
    failing_in,
    line_of,
    row_label,
)
from inspections.selectors.visits import Form
from reports.content import Table, TableColumn
from reports.papers.content import (
    LEGEND,
    SIDE_BY_SIDE,
    TICKED,
    PaperForm,
    Part,
    boxes,
    repeat_tables,
    row_table,
)

HEAD_SECTION = "X"
TYPES = Question.Type
LINE = "＿＿＿＿＿＿"
BLANKS: dict[str, str] = {
    TYPES.TEXT: "\n",
    TYPES.DATE: "＿＿＿＿年＿＿月＿＿日",
    TYPES.IMAGE: "（照片另附）",
    TYPES.GEOPOINT: "北纬＿＿＿＿\n东经＿＿＿＿",
    TYPES.NOTE: "",
}
RECKONED = "（系统计算）"
SIGNERS = ("督查人员", "组长", "被督查单位（户）")
FOUND = (
    TableColumn("条目", 1, "center"),
    TableColumn("问题", 5.2),
    TableColumn("共性或个性", 1.6, "center"),
    TableColumn("责任单位", 2.4),
)
Say = Callable[[Question], str]


def options_of(question: Question) -> list[tuple[str, str]]:
    """Give the choices of a question; none where it has none."""
    if question.type == TYPES.YES_NO:
        return list(YES_NO_TEXT.items())
    if question.type in {TYPES.SELECT_ONE, TYPES.SELECT_MULTIPLE}:
        return [(str(value), str(label)) for value, label in question.choices]
    return []


def blank_answer(question: Question) -> str:
    """Give the room an answer has on paper: boxes, lines with the unit, a date to fill in."""
    if options := options_of(question):
        return boxes(options)
    if "signature" in question.appearance.split():
        return "（签字）"
    if question.calculation or question.default_fact in GATHERED:
        return RECKONED if question.calculation else f"（{LATER}）"
    if question.type in {TYPES.INTEGER, TYPES.DECIMAL}:
        return f"{LINE}{question.unit}"
    if question.type == TYPES.RATE:
        return f"{LINE} / {LINE}{question.unit}"
    return BLANKS.get(question.type, LINE)


def blank_paper(checklist: Checklist, *, kind: str) -> PaperForm | None:
    """Make the blank form of a checklist for a kind of subject; None where it asks it nothing."""
    levels = LEVELS.get(kind, frozenset())
    rows = checklist.questions.order_by("position")
    asked = [question for question in rows if levels & set(question.levels.split(","))]
    if not asked:
        return None
    scheme = checklist.scheme
    return PaperForm(
        title=str(checklist.title),
        subtitle=f"（{SubjectKind(kind).label}用表）",
        head=tuple(_head(sections(asked), blank_answer)),
        parts=tuple(_blank_part(part) for part in _body(sections(asked))),
        legend=LEGEND,
        signers=SIGNERS,
        foot=f"{scheme.title}第{scheme.version}版",
    )


def _body(parts: Iterable[Section]) -> list[Section]:
    return [part for part in parts if part.code != HEAD_SECTION]


def _head(parts: Iterable[Section], say: Say) -> list[tuple[str, str]]:
    """Give the head fields: the questions of the form's first part."""
    head = [part for part in parts if part.code == HEAD_SECTION]
    return [(question.label, say(question)) for part in head for question in part.questions]


def _blank_part(part: Section) -> Part:
    tables: list[Any] = []
    for repeat, held in groupby(part.questions, key=lambda question: question.repeat):
        questions = list(held)
        if repeat:
            names = [f"第{place}人（项）" for place in range(1, SIDE_BY_SIDE + 1)]
            room = ("",) * SIDE_BY_SIDE
            tables += repeat_tables(names, [(_asked_words(q), room) for q in questions])
        else:
            tables.append(row_table((q.item, _worded(q), blank_answer(q), "") for q in questions))
    return Part(part.label, tuple(tables))


def _worded(question: Question) -> str:
    """Give the question with its hint and what proves it."""
    lines = [question.label]
    if question.calculation:
        return question.label
    if question.hint:
        lines.append(f"（{question.hint}）")
    if question.evidence:
        lines.append(f"依据：{question.evidence}")
    return "\n".join(lines)


def _asked_words(question: Question) -> str:
    """Give a question of a repeat group with its choices, for which a narrow cell has no room."""
    options = "、".join(label for _, label in options_of(question))
    return f"{question.item} {question.label}{f'（{options}）' if options else ''}".strip()


def filled_paper(visit: Visit, form: Form, *, user: User) -> tuple[PaperForm, list[Line]]:
    """Make the form as it stands, as far as the reader may see, and the lines with pictures."""
    words = words_for(user, visit)
    asked = {question.name for question in form.standing.asked}
    failed = {question.name for question in failing_in(visit, form)}
    lines = {
        name: line_of(question, form, words=words, failed=name in failed)
        for name, question in form.questions.items()
    }

    raised, gathered = raised_in(visit, user), gathered_for(visit, user)

    def say(question: Question) -> str:
        if text := gathered(question):
            return words(question, text)
        if question.name not in asked:
            return "不涉及"
        return said(lines[question.name], form)

    coming = coming_problems(visit, form, user=user)
    paper = PaperForm(
        title=str(visit.checklist.title),
        subtitle=_subtitle(visit),
        head=tuple(_head(form.sections(), lambda q: _with_note(say(q), lines[q.name]))),
        parts=(
            *(_filled_part(visit, part, lines, say) for part in _body(form.sections())),
            *_found(visit, coming, raised),
        ),
        legend="",
        signers=SIGNERS,
        foot=_foot(visit),
        day=visit.visited_on,
    )
    return paper, [line for line in lines.values() if line.photos]


def raised_in(visit: Visit, user: User) -> list[Problem]:
    """Give the problems of a form that the reader may see."""
    raised = Problem.objects.visible_to(user).filter(visit=visit)
    return list(raised.select_related("responsible_unit").order_by("number"))


def _found(
    visit: Visit, coming: Sequence[tuple[Question, str]], raised: Sequence[Problem]
) -> list[Part]:
    """Give what failed: the problems raised, or before that what they will be."""
    rows = [
        (row.item, row.fact, row.get_scope_display() or "待认定", str(row.responsible_unit))
        for row in raised
    ]
    if visit.state != Visit.State.ACCEPTED:
        rows = [(question.item, fact, "待审核", "") for question, fact in coming]
    return [Part("不合格项（共性、个性问题）", (Table(FOUND, tuple(rows)),))] if rows else []


def said(line: Line, form: Form) -> str:
    """Give an answer as it stands on paper: all choices, the picked ones ticked."""
    question = line.question
    options = options_of(question)
    if line.status in PUT_ASIDE:
        aside = f"{TICKED}{PUT_ASIDE[line.status]}"
        return f"{boxes(options)}　{aside}" if options else aside
    if line.photos:
        return f"{'签名' if line.is_signature else '照片'}{len(line.photos)}张，见附页"
    if not options:
        return line.text or "（未答）"
    reply = form.replies.get(question.name)
    value = reply.value if reply is not None and reply.status == GIVEN else None
    return boxes(options, value if isinstance(value, list) else [str(value)])


def note_of(line: Line) -> str:
    """Give the remark beside an answer: that it fails, why it was put aside, what explains it."""
    notes = ["★不合格"] if line.failed else []
    if line.reason:
        notes.append(f"原因：{line.reason}")
    if line.explanation:
        notes.append(f"说明：{line.explanation}")
    return "\n".join(notes)


def _with_note(text: str, line: Line) -> str:
    return "\n".join(part for part in (text, note_of(line)) if part)


def _filled_part(visit: Visit, part: Section, lines: dict[str, Line], say: Say) -> Part:
    tables: list[Any] = []
    for repeat, held in groupby(part.questions, key=lambda q: q.repeat if q.row else ""):
        questions = list(held)
        if repeat:
            tables += _rows_side_by_side(visit, questions, lines, say)
        else:
            tables.append(
                row_table((q.item, q.label, say(q), note_of(lines[q.name])) for q in questions)
            )
    return Part(part.label, tuple(tables))


def _rows_side_by_side(
    visit: Visit, questions: Sequence[Question], lines: dict[str, Line], say: Say
) -> list[Any]:
    rows = list(dict.fromkeys(question.row for question in questions))
    first = [question for question in questions if question.row == rows[0]]
    by_place = {(question.pk, question.row): question for question in questions}
    names = [row_label(visit, by_place[first[0].pk, row]) for row in rows]

    def cell(question: Question) -> str:
        line = lines[question.name]
        short = line.text if options_of(question) and line.text else say(question)
        return _with_note(short, line)

    body = [
        (_asked_words(question), tuple(cell(by_place[question.pk, row]) for row in rows))
        for question in first
    ]
    return repeat_tables(names, body)


def _subtitle(visit: Visit) -> str:
    team = visit.assignment.team.name
    return f"{visit.subject_name}　{visit.round.period_text}　{team}"


def _foot(visit: Visit) -> str:
    scheme = f"方案第{visit.round.scheme.version}版"
    if not visit.is_sealed or visit.submitted_at is None:
        return f"{scheme}　填写中，未提交"
    when = f"{localtime(visit.submitted_at):%Y-%m-%d %H:%M}"
    sent = f"{when}由{visit.submitted_by}提交　{visit.get_state_display()}"
    return f"{scheme}　{sent}　封签{visit.seal[:8]}"
