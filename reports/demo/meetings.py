"""The demonstration's meetings: two push meetings held, the next planned, and their tasks."""

from datetime import date

from accounts.models import User
from projects.models import Meeting, MeetingTask
from projects.services.meeting_tasks import confirm_task, report_task
from projects.services.meetings import Plan, TaskLine, hold_meeting, plan_meeting
from reports.demo.moments import COUNTY, at
from reports.demo.play import Cast

JUNE_PUSH, MONTHLY, JULY_PUSH = date(2016, 6, 22), date(2016, 7, 4), date(2016, 7, 12)
NEXT_PUSH = date(2016, 8, 1)
ROOM, HOST = "区委四楼会议室", "区委副书记"
MINUTES = (
    "会议听取了上一阶段脱贫攻坚推进情况，研究了督查发现的问题。\n"
    "会议要求：各乡镇对照问题清单逐户核对，区级各部门按专项计划抓紧对接，"
    "下列任务明确责任单位和完成时限，办结后报区扶贫移民办。"
)


def meet(people: Cast) -> None:
    """Hold June's and July's meetings and plan the next; one task is done, one is overdue."""
    township = User.objects.select_related("unit").get(username="xz102")
    department = User.objects.select_related("unit").get(username="bumen03")
    plan = _line("完善预脱贫户“一户一策”帮扶措施，补签帮扶责任书", township, date(2016, 7, 8))
    june = _held(Meeting.Kind.PUSH, JUNE_PUSH, [plan], people)
    _held(Meeting.Kind.MONTHLY, MONTHLY, [], people)
    manuals = _line("补齐扶贫手册缺签字的户，逐户核对收入", township, date(2016, 7, 25))
    funds = _line("拨付到期的产业扶持资金并报进度", department, date(2016, 7, 28))
    houses = _line("危房改造对象入户复核，建立台账", township, date(2016, 8, 5))
    july = _held(Meeting.Kind.PUSH, JULY_PUSH, [manuals, funds, houses], people)
    done = june.tasks.get()
    _report(done, "已逐户完善帮扶措施并补签责任书，资料归档。", township, date(2016, 7, 7))
    confirm_task(task=done, note="同意办结。", by=people.verifier, at=at(date(2016, 7, 8), 15))
    paid = july.tasks.get(unit=department.unit)
    _report(paid, "第一批产业扶持资金已拨付到乡镇财政专户。", department, date(2016, 7, 27))
    coming = Plan(Meeting.Kind.PUSH, NEXT_PUSH, place=ROOM, host=HOST)
    plan_meeting(area_code=COUNTY, plan=coming, by=people.office, at=at(JULY_PUSH, 16))


def _line(matter: str, person: User, due_on: date) -> TaskLine:
    if person.unit is None:
        raise LookupError(person.username)  # the cast of the demonstration has units
    return TaskLine(matter, person.unit, due_on, person.name)


def _held(kind: str, on: date, tasks: list[TaskLine], people: Cast) -> Meeting:
    plan = Plan(kind, on, place=ROOM, host=HOST, attendees="各乡镇、街道，区级相关部门")
    planned = plan_meeting(area_code=COUNTY, plan=plan, by=people.office, at=at(on, 8))
    return hold_meeting(
        meeting=planned,
        held_on=on,
        minutes=MINUTES,
        tasks=tasks,
        by=people.office,
        at=at(on, 17),
    )


def _report(task: MeetingTask, result: str, by: User, on: date) -> None:
    report_task(task=task, result=result, by=by, at=at(on, 11))
