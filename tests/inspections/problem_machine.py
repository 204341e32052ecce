"""A problem's life as random acts of random people, through the services or through the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Extension, Gate, LedgerEntry, Objection, Problem
from inspections.selectors.replies import shown_replies
from inspections.services.handing_up import hand_up
from inspections.services.objections import decide_objection, object_to
from inspections.services.orders import acknowledge_order, issue_order
from inspections.services.problems import confirm_problem, reject_problem
from inspections.services.rectifications import close_problem, send_back, start_rectification
from inspections.services.reopening import reopen_problem
from inspections.services.replies import reply
from inspections.services.requests import ask_extension, decide_extension
from inspections.services.verifications import verify
from tests.inspections.problem_cast import DAY, DUE, NOON, PLAN, WORDS, make_attachment, photo

State = Problem.State
Act = Callable[[Problem, User, int], object]
FULL = 7  # of an act's three bits: all gates pass, the place was visited, photos were taken
OWN = ""  # the person of the unit that must answer now

# what is next in each state, and whose turn it is
NEXT_STEP = {
    State.FOUND: ("confirm", "office"),
    State.CONFIRMED: ("order", "office"),
    State.ORDERED: ("acknowledge", OWN),
    State.ACKNOWLEDGED: ("plan", OWN),
    State.RECTIFYING: ("report", OWN),
    State.REPORTED: ("judge", "verifier"),
    State.VERIFIED: ("close", "office"),
    State.CLOSED: ("reopen", "office"),
}


@dataclass
class Life:
    """One problem, the people around it, and how their acts are done."""

    problem: Problem
    people: Mapping[str, User]
    acts: Mapping[str, Act]
    refusals: tuple[type[Exception], ...]

    def live(self, act: str, who: str, how: int) -> State:
        """Let somebody try an act ("on" is what is next, by whom it befits); a refusal is none."""
        if act == "on":
            act, who = NEXT_STEP.get(State(self.problem.state), ("reject", "office"))
        by = self.people[who] if who else self._own()
        before, lines = self._row(), self._lines()
        try:
            self.acts[act](self.problem, by, how)
        except self.refusals:
            assert (self._row(), self._lines()) == (before, lines)
        self.problem = Problem.objects.get(pk=self.problem.pk)
        if before["state"] == State.CLOSED and act != "reopen":
            assert self._row() == before
        if self.problem.state in {State.VERIFIED, State.CLOSED}:
            gates_hold(self.problem)
        return State(self.problem.state)

    def _own(self) -> User:
        unit = self.problem.responsible_unit_id
        return next(person for person in self.people.values() if person.unit_id == unit)

    def _row(self) -> dict[str, Any]:
        return Problem.objects.values().get(pk=self.problem.pk)

    def _lines(self) -> int:
        return LedgerEntry.objects.filter(problem=self.problem.pk).count()


def gates_hold(problem: Problem) -> None:
    """What is verified or closed has evidence at each gate and another's full judgement."""
    last, unit = shown_replies(problem)[0], problem.responsible_unit_id
    judged, sent = last.verdict, last.reply
    assert all(gate.files or last.shared for gate in last.gates)
    assert judged.passed
    assert (sent.by.unit_id, judged.by.unit_id == unit, judged.by == sent.by) == (unit, 0, 0)
    if problem.severity == Problem.Severity.SEVERE:
        assert judged.visited_on or judged.photos.exists()
    if problem.track == Problem.Track.FIX_BY_DATE:
        assert problem.planned_measure
    if problem.state == State.CLOSED:
        closer = problem.entries.filter(state="closed").last().by
        assert (closer.unit_id == unit, closer == sent.by) == (False, False)


def _judgement(how: int) -> dict[str, Any]:
    note = "" if how & 1 else "未做到"
    return {"cause_found": True, "measure_done": bool(how & 1), "result_met": True} | {
        "measure_note": note,
        "note": "意见",
    }


def _until(problem: Problem) -> Any:
    return (problem.due_on or DUE) + timedelta(days=3)


def _order(problem: Problem, by: User, how: int) -> None:
    unit = problem.responsible_unit
    issue_order(problems=[problem], unit=unit, requirement="整改", due_on=DUE, by=by, on=DAY)


def _acknowledge(problem: Problem, by: User, how: int) -> None:
    if problem.order:
        acknowledge_order(order=problem.order, by=by, at=NOON)


def _report(problem: Problem, by: User, how: int) -> None:
    shared = [make_attachment(by)] if how & 1 else []
    own = {gate: [make_attachment(by)] for gate in list(Gate)[: how >> 1]}
    reply(problem=problem, **WORDS, evidence=shared, gate_evidence=own, by=by, at=NOON)


def _judge(problem: Problem, by: User, how: int) -> None:
    visited_on = NOON.date() if how & 2 else None
    photos = [make_attachment(by)] if how & 4 else []
    given = {"visited_on": visited_on, "photos": photos}
    verify(problem=problem, **_judgement(how), **given, by=by, at=NOON)


def _decide_extension(problem: Problem, by: User, how: int) -> None:
    for asked in Extension.objects.filter(problem=problem):
        decide_extension(extension=asked, grant=bool(how & 1), note="意见", by=by, at=NOON)


def _decide_objection(problem: Problem, by: User, how: int) -> None:
    for asked in Objection.objects.filter(problem=problem):
        decide_objection(objection=asked, uphold=how == FULL, note="意见", by=by, at=NOON)


def _extend(problem: Problem, by: User, how: int) -> None:
    words = {"reason": "阴雨", "progress": "过半"}
    ask_extension(problem=problem, **words, until=_until(problem), by=by, at=NOON)


BY_SERVICES: dict[str, Act] = {
    "confirm": lambda p, by, how: confirm_problem(problem=p, scope="common", by=by, on=DAY),
    "reject": lambda p, by, how: reject_problem(problem=p, by=by, on=DAY, note="不实" * (how & 1)),
    "order": _order,
    "acknowledge": _acknowledge,
    "plan": lambda p, by, how: start_rectification(problem=p, **PLAN, by=by, at=NOON),
    "report": _report,
    "judge": _judge,
    "close": lambda p, by, how: close_problem(problem=p, note="", by=by, on=DUE),
    "send_back": lambda p, by, how: send_back(problem=p, note="不清", by=by, at=NOON),
    "extend": _extend,
    "object": lambda p, by, how: object_to(
        problem=p, reason="不实", evidence=[make_attachment(by)], by=by, at=NOON
    ),
    "decide_extension": _decide_extension,
    "decide_objection": _decide_objection,
    "hand_up": lambda p, by, how: hand_up(problem=p, reason="村里无力", by=by, on=DAY),
    "reopen": lambda p, by, how: reopen_problem(problem=p, by=by, on=DUE, note="反弹"),
}


class Refused(Exception):
    """The API said no: 400, 403, 404 or 409."""


def _send(by: User, address: str, data: dict[str, Any], *, files: bool = False) -> Any:
    client = Client()
    client.force_login(by)
    how = {} if files else {"content_type": "application/json"}
    answer = client.post(f"/api/{address}/", data, **how)
    if answer.status_code not in {200, 201}:
        assert answer.status_code in {400, 403, 404, 409}, answer.content
        raise Refused
    return answer.json()


def _to(act: str, **data: Any) -> Act:
    return lambda p, by, how: _send(by, f"problems/{p.pk}/{act}", data)


def _post_report(problem: Problem, by: User, how: int) -> None:
    own = ["cause_files", "measure_files", "result_files"][: how >> 1]
    files = {"files": [photo()]} if how & 1 else {}
    sent = WORDS | files | {name: [photo()] for name in own}
    _send(by, f"problems/{problem.pk}/reply", sent, files=True)


def _post_judgement(problem: Problem, by: User, how: int) -> None:
    visited = {"visited_on": "2016-07-20"} if how & 2 else {}
    photos = {"photos": [photo()]} if how & 4 else {}
    sent = _judgement(how) | visited | photos
    _send(by, f"problems/{problem.pk}/verify", sent, files=True)


def _post_order(problem: Problem, by: User, how: int) -> None:
    told = {"problems": [problem.pk], "unit": problem.responsible_unit_id}
    _send(by, "orders", told | {"requirement": "整改", "due_on": DUE.isoformat()})


def _post_signature(problem: Problem, by: User, how: int) -> None:
    if problem.order_id:
        _send(by, f"orders/{problem.order_id}/acknowledge", {})


def _post_decisions(kind: type[Any], route: str, word: str) -> Act:
    def act(problem: Problem, by: User, how: int) -> None:
        for asked in kind.objects.filter(problem=problem):
            yes = how == FULL if word == "uphold" else bool(how & 1)
            _send(by, f"{route}/{asked.pk}/decide", {word: yes, "note": "意见"})

    return act


def _post_objection(problem: Problem, by: User, how: int) -> None:
    sent = {"reason": "不实", "files": [photo()]}
    _send(by, f"problems/{problem.pk}/objection", sent, files=True)


def _post_extension(problem: Problem, by: User, how: int) -> None:
    told = {"reason": "阴雨", "progress": "过半", "until": _until(problem).isoformat()}
    _send(by, f"problems/{problem.pk}/extension", told)


def _post_look_back(problem: Problem, by: User, how: int) -> None:
    """Have the problem visited again; what the inspector finds opens it."""
    inspector = User.objects.get(username="inspector")
    told = {"problems": [problem.pk], "inspector": inspector.pk, "reason": "群众反映"}
    (asked,) = _send(by, "look-backs", told | {"due_on": DUE.isoformat()})
    found = {"relapsed": True, "visited_on": "2016-07-20", "note": "反弹", "files": [photo()]}
    _send(inspector, f"look-backs/{asked['id']}/record", found, files=True)


BY_API: dict[str, Act] = {
    "confirm": _to("confirm", scope="common"),
    "reject": _to("reject", note="不实"),
    "order": _post_order,
    "acknowledge": _post_signature,
    "plan": _to("plan", **PLAN | {"planned_on": DUE.isoformat()}),
    "report": _post_report,
    "judge": _post_judgement,
    "close": _to("close"),
    "send_back": _to("send-back", note="不清"),
    "extend": _post_extension,
    "object": _post_objection,
    "decide_extension": _post_decisions(Extension, "extensions", "grant"),
    "decide_objection": _post_decisions(Objection, "objections", "uphold"),
    "hand_up": _to("hand_up", reason="村里无力"),
    "reopen": _post_look_back,
}
REFUSALS = (RuleBroken, Refused)
