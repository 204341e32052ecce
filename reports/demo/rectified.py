"""The further life of the demo's problems: asked for, objected to, handed up, looked at again."""

from collections.abc import Sequence
from datetime import date

from accounts.models import User
from households.models import Area
from inspections.models import Problem, ProblemCategory, ProblemSource, Sanction
from inspections.models.accountability import Trigger
from inspections.models.sources import FoundIn, SourceKind
from inspections.selectors.about import about_place, about_unit
from inspections.selectors.generalising import others_to_check, proposed_matter
from inspections.services.accountability import propose_for
from inspections.services.entries import enter_problem
from inspections.services.escalations import escalate
from inspections.services.handing_up import hand_up
from inspections.services.look_backs import choose_look_backs, record_look_back
from inspections.services.objections import object_to
from inspections.services.orders import acknowledge_order, issue_order
from inspections.services.problems import confirm_problem
from inspections.services.requests import ask_extension, decide_extension
from inspections.services.sanctions import Decided, record_sanction
from inspections.services.self_check_answers import answer_clear
from inspections.services.self_checks import ask_self_checks
from reports.demo.moments import COUNTY, at
from reports.demo.play import Cast, evidence_of, rectify

ENTERED, ORDERED, ASKED, DECIDED = (date(2016, 7, day) for day in (25, 26, 27, 28))
DUE, LATER = date(2016, 8, 10), date(2016, 8, 19)
RUNS = tuple(date(2016, 7, day) for day in (8, 11, 12, 18, 21, 29))
"""The days on which the timetable was run: reminders, then what is past its day."""
Problems = Sequence[Problem]


def live_on(*, june: Problems, july: Problems, village: str, people: Cast) -> None:
    """Let problems go further: June's are looked at again, July's asked about and generalised.

    `july` are signed for; they come out asked about in several ways. `village` has an account.
    """
    plan_and_extend(july[:2], people)
    object_to_one(july[2], people)
    generalise(july[3], people)
    look_back(june, people)
    find_otherwise(people)
    check_at_home(village, people)
    for day in RUNS:
        escalate(county=COUNTY, on=day, at=at(day, 7))
    hold_to_account(june[-2:], people)


def somebody_of(problem: Problem) -> User:
    """Give who answers for the responsible unit."""
    found = User.objects.filter(unit=problem.responsible_unit).order_by("pk").first()
    if found is None:
        raise LookupError(f"{problem.responsible_unit} 没有账号")
    return found


def plan_and_extend(problems: Problems, people: Cast) -> None:
    """Plan two, ask for more time for both; one is granted, the other still waits."""
    rectify(problems=problems, people=people, on=ASKED, upto=Problem.State.RECTIFYING)
    for place, problem in enumerate(problems):
        asked = ask_extension(
            problem=problem,
            reason="连日暴雨，进场道路中断，材料不能按期运到。",
            progress="已落实责任人，完成工作量的一半。",
            until=LATER,
            by=somebody_of(problem),
            at=at(ASKED, 15),
        )
        if not place:
            note = "情况属实，同意延期，请倒排工期。"
            moment = at(DECIDED, 9)
            decide_extension(extension=asked, grant=True, note=note, by=people.office, at=moment)


def object_to_one(problem: Problem, people: Cast) -> None:
    """Object to a problem, which the office has still to decide."""
    by = somebody_of(problem)
    reason = "督查当日资料在区级部门核验未取回，现附原件照片，请复核。"
    evidence = [evidence_of(problem, by)]
    object_to(problem=problem, reason=reason, evidence=evidence, by=by, at=at(ASKED, 16))


def generalise(problem: Problem, people: Cast) -> None:
    """Ask four others to look for the same problem at home; one found nothing."""
    offered = [one for one in others_to_check(problem, people.office, on=ASKED) if one.unit]
    if not offered:
        return
    made = ask_self_checks(
        problem=problem,
        chosen=[one.key for one in offered[:4]],
        matter=proposed_matter(problem),
        due_on=DUE,
        by=people.office,
        at=at(ASKED, 10),
    )
    check = made[0]
    by = User.objects.filter(unit=check.unit).order_by("pk").first()
    if by is not None:
        answer_clear(check=check, note="已逐户核对，未发现此类问题。", by=by, at=at(DECIDED, 16))


def look_back(closed: Problems, people: Cast) -> None:
    """Visit three closed problems again: one held, one came back, one is still to be visited."""
    chosen = [problem for problem in closed if problem.state == Problem.State.CLOSED][:3]
    inspector = people.inspectors[0]
    units = {inspector.unit_id}
    chosen = [problem for problem in chosen if problem.responsible_unit_id not in units]
    made = choose_look_backs(
        problems=chosen,
        reason="六月已销号问题，重点看整改是否巩固。",
        inspector=inspector,
        due_on=date(2016, 7, 31),
        by=people.office,
        at=at(date(2016, 7, 20), 9),
    )
    for row, relapsed in zip(made, (False, True), strict=False):
        said = "再次出现漏签，资料又未更新。" if relapsed else "资料齐全，群众认可。"
        record_look_back(
            look_back=row,
            relapsed=relapsed,
            visited_on=ASKED,
            note=said,
            by=inspector,
            at=at(ASKED, 17),
            photos=[evidence_of(row.problem, inspector)],
        )


def hold_to_account(late: Problems, people: Cast) -> None:
    """Put two overdue problems before the discipline office, which has decided on one."""
    cases = [
        propose_for(
            problem=problem,
            trigger=Trigger.NOT_RECTIFIED,
            grounds=f"问题{problem.number}超过整改时限，经催办仍未报送整改情况。",
            by=people.office,
            at=at(DECIDED, 14),
        )
        for problem in late
    ]
    decided = Decided(
        target_kind=Sanction.TargetKind.UNIT,
        unit=cases[0].unit,
        measure=Sanction.Measure.CRITICISM,
        basis="《实施方案》责任追究条款：逾期不整改的，予以通报批评。",
        decided_on=date(2016, 7, 29),
    )
    office = User.objects.get(username="jiwei")
    record_sanction(decided=decided, by=office, at=at(date(2016, 7, 29), 9), case=cases[0])


def find_otherwise(people: Cast) -> None:
    """Enter what a superior team and the auditors found; the first is ordered."""
    unit = User.objects.get(username="bumen03").unit
    if unit is None:
        return
    found = (
        ("superior", "市委脱贫攻坚领导小组第四督导组", "产业扶贫资金拨付进度低于时序进度。"),
        ("audit", "市审计局", "2015年产业扶贫项目未按期办理竣工决算。"),
    )
    for place, (kind, name, fact) in enumerate(found):
        problem = enter_problem(
            subject=about_unit(unit),
            source=kind,
            origin=ProblemSource.objects.get(kind=kind, name=name),
            fact=fact,
            category=ProblemCategory.objects.get(slug="fund"),
            found_on=ENTERED,
            by=people.office,
            on=ENTERED,
            responsible_unit=unit,
        )
        scope = Problem.Scope.INDIVIDUAL
        confirm_problem(problem=problem, scope=scope, by=people.office, on=ENTERED)
        if not place:
            order([problem], people)


def check_at_home(code: str, people: Cast) -> None:
    """Let a township enter two findings of a village's own check; one is handed up."""
    village = User.objects.get(username="cun", area_code=code)
    place = village.unit
    township = User.objects.get(username=f"xz{code[6:9]}")
    if place is None:
        return
    facts = ("入户路未硬化，需镇级统筹资金。", "公示栏内容未更新。")
    made = [
        enter_problem(
            subject=about_place(Area.objects.get(code=code)),
            source=SourceKind.SELF_CHECK,
            found_in=FoundIn.VILLAGE_CHECK,
            fact=fact,
            category=ProblemCategory.objects.get(slug="infrastructure"),
            found_on=ENTERED,
            by=township,
            on=ENTERED,
            responsible_unit=place,
            village_can_solve=bool(number),
        )
        for number, fact in enumerate(facts)
    ]
    for problem in made:
        confirm_problem(problem=problem, scope="individual", by=people.office, on=ENTERED)
    order(made, people)
    acknowledge_order(order=made[0].order, by=village, at=at(ASKED, 9))  # type: ignore[arg-type]
    made[0].refresh_from_db()
    hand_up(problem=made[0], reason="需资金十余万元，村级无力解决。", by=village, on=DECIDED)


def order(problems: Problems, people: Cast) -> None:
    """Issue one order for the problems of one unit."""
    issue_order(
        problems=problems,
        unit=problems[0].responsible_unit,
        requirement="查清原因、整改到位，按期报送整改情况和佐证材料。",
        due_on=DUE,
        by=people.office,
        on=ORDERED,
    )
    for problem in problems:
        problem.refresh_from_db()
