"""Orders and problems read for their papers: plain values and small pictures, for one reader."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.timezone import localdate, localtime

from accounts.models import User
from inspections.models import Attachment, Problem, RectificationOrder
from inspections.selectors.calendar import calendar_note
from inspections.selectors.orders import Covered, covered, visible_among
from inspections.selectors.problems import photos_of
from inspections.selectors.replies import ShownReply, shown
from reports.papers.content import Picture
from reports.papers.orders import GateText, OrderText, ProblemText, ReplyText, day_text
from reports.selectors.papers import PHOTO_EDGE, small

PICTURES, OF_ONE = 40, 6  # on one paper, of one problem
State = Problem.State


def order_text(order: RectificationOrder) -> tuple[OrderText, list[Covered]]:
    """Give an order as its sheet tells it, with the problems it was issued with."""
    lines = covered(order)
    days = f"（自签发次日起{order.working_days}个工作日）" if order.working_days else ""
    signed = ""
    if order.acknowledged_at is not None:
        signed = f"{order.acknowledged_by}　{localtime(order.acknowledged_at):%Y-%m-%d %H:%M}"
    people = {line.problem.responsible_person for line in lines if line.stands} - {""}
    text = OrderText(
        number=order.number,
        unit=str(order.unit),
        person="、".join(sorted(people)),
        issued_on=order.issued_on,
        issuer=str(order.issued_by),
        due=f"{day_text(order.due_on)}{days}",
        requirement=order.requirement,
        signed=signed,
        note=calendar_note(order.due_on) if order.working_days else "",
        problems=tuple(_problem_text(line, order) for line in lines),
    )
    return text, lines


def problem_text(problem: Problem) -> ProblemText | None:
    """Give a problem under order as its own papers tell it; None for one that has no order."""
    if problem.order is None:
        return None
    line = next(line for line in covered(problem.order) if line.problem.pk == problem.pk)
    return _problem_text(line, problem.order)


def pictures_of_order(lines: Sequence[Covered], user: User) -> tuple[Picture, ...]:
    """Give the photos of an order's problems that the reader may see, numbered as on the sheet."""
    seen = visible_among([line.problem for line in lines], user)
    named = (
        pair
        for number, line in enumerate(lines, 1)
        if line.problem.pk in seen
        for pair in _files_of(line.problem, f"问题{number}　", with_evidence=line.stands)
    )
    return _small_ones(named)


def pictures_of_problem(problem: Problem) -> tuple[Picture, ...]:
    """Give the photos of one problem: as found, and as reported last."""
    return _small_ones(_files_of(problem, "", with_evidence=True))


def _files_of(
    problem: Problem, place: str, *, with_evidence: bool
) -> Iterator[tuple[Attachment, str]]:
    found = {file.pk: file for file in (*photos_of(problem), *problem.photos.all())}
    pairs = [(file, f"{place}现场照片") for file in found.values()]
    last = None
    if with_evidence and problem.order is not None:  # nothing reported to an order before
        replies = problem.replies.filter(at__date__gte=problem.order.issued_on)
        last = replies.order_by("-pk").first()
    if last is not None:
        pairs += [(file, f"{place}整改佐证") for file in last.evidence.order_by("pk")]
    yield from [pair for pair in pairs if pair[0].content_type == "image/jpeg"][:OF_ONE]


def _small_ones(named: Iterable[tuple[Attachment, str]]) -> tuple[Picture, ...]:
    made: list[Picture] = []
    for file, caption in named:
        picture = small(file, PHOTO_EDGE, caption)
        made += [picture] if picture is not None else []
        if len(made) == PICTURES:
            break
    return tuple(made)


def _problem_text(line: Covered, order: RectificationOrder) -> ProblemText:
    problem = line.problem
    where = problem.round.title if problem.round else _origin(problem)
    entries = [entry for entry in problem.entries.all() if localdate(entry.at) >= order.issued_on]
    closing = [entry for entry in entries if entry.state == State.CLOSED]
    last = closing[-1] if closing and problem.closed_on else None
    return ProblemText(
        number=problem.number,
        subject=problem.subject_name,
        source=f"{where}　{problem.item}".strip(),
        fact=problem.fact,
        basis=problem.basis,
        nature="、".join(
            (
                *(problem.category.name, problem.get_severity_display()),
                *(problem.get_scope_display(), problem.get_track_display()),
            )
        ),
        unit=str(problem.responsible_unit),
        person=problem.responsible_person,
        order=order.number,
        requirement=order.requirement,
        found_on=problem.found_on,
        due_on=problem.due_on,
        replies=tuple(_reply_text(reply) for reply in shown(line.replies)),
        returned=tuple(
            f"{localdate(entry.at):%Y-%m-%d}　{entry.by}：{entry.note}"
            for entry in entries
            if entry.state == State.RECTIFYING and "退回" in entry.note
        ),
        closing=f"{last.note}\n{last.by}　{day_text(problem.closed_on)}" if last else "",
        closed_on=problem.closed_on,
        elsewhere=line.elsewhere,
    )


def _origin(problem: Problem) -> str:
    return str(problem.origin) if problem.origin else problem.get_source_display()


def _reply_text(reply: ShownReply) -> ReplyText:
    verdict = reply.verdict
    judged = ""
    if verdict is not None:
        judged = f"{'复核通过' if verdict.passed else '退回整改'}。{verdict.note}"
    return ReplyText(
        gates=tuple(
            GateText(gate.label, gate.asked, gate.said, gate.passed, gate.note)
            for gate in reply.gates
        ),
        files=tuple(file.name for file in reply.reply.evidence.all()),
        by=str(reply.reply.by),
        on=localdate(reply.reply.at),
        verdict=judged,
        verifier=str(verdict.by) if verdict else "",
        verified_on=localdate(verdict.at) if verdict else None,
        visited_on=verdict.visited_on if verdict else None,
    )
