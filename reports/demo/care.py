"""What the townships do for their register in 2016: watch, compare, record exits and plans."""

from datetime import date
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from docx import Document

from accounts.models import User
from households.facts.exit_steps import PAPER_CODES
from households.facts.standards import RATE, standard_of
from households.models import Area, Household, RegisterBatch
from households.services.concerns import load_standards, mark_other
from households.services.exits import file_papers, take_steps
from households.services.facts import set_year_facts
from households.services.indicators import Finding, set_indicators
from households.tasks import ask_to_flag
from projects.models import Pledge
from projects.services import targets_from_register
from projects.services.documents import Paper, store_plan
from projects.services.pledges import list_due, sign_pledges
from reports.demo.chance import happens, number
from reports.demo.moments import COUNTY, at
from reports.demo.register import PLAN_YEAR, Place
from reports.demo.sheets import write_added, write_platform, write_watched
from reports.demo.uploads import send_in, take_in

WATCHED_ON, COMPARED_ON, PLANNED_ON = date(2016, 6, 1), date(2016, 6, 2), date(2016, 3, 10)
EXIT_DAYS = {
    "reviewed_on": date(2016, 6, 8),
    "verified_on": date(2016, 6, 15),
    "agreed_on": date(2016, 6, 20),
    "publicised_on": date(2016, 6, 24),
    "announced_on": date(2016, 7, 4),
}
TODAY = date(2016, 7, 8)


def care_for_register(*, villages: list[Place], out: Path) -> None:
    """Do what makes the register whole, each act by the person whose task it is."""
    by = User.objects.get(username="fupin")
    set_down_plan(by)
    watched, platform = out / "大安区边缘户和重点户.xlsx", out / "六有平台四个一批名单.xlsx"
    write_watched(watched, villages=villages)
    take_in(watched, kind=RegisterBatch.Kind.REGISTER, by=by, on=WATCHED_ON)
    poor = Household.objects.registered().within(COUNTY).select_related("village__parent")
    write_platform(platform, households=poor.iterator(chunk_size=500))
    take_in(platform, kind=RegisterBatch.Kind.PLATFORM, by=by, on=COMPARED_ON)
    look_into_watched(by)
    leaving = Area.objects.villages().within(COUNTY).filter(planned_exit_year=PLAN_YEAR)
    for village in leaving:
        take_out(village, by)
    for village in Area.objects.within(COUNTY).poor_villages():
        measure(village, by)
    look_after_poor(by)
    send_late_list(out)
    load_standards(county=COUNTY, by=by)
    ask_to_flag(county=COUNTY, key="demo", by=by)


def send_late_list(out: Path) -> None:
    """Have a township send in a late list that nobody has decided about yet."""
    officer = User.objects.get(username="xz102")
    poor = Household.objects.visible_to(officer).still_poor().select_related("village__parent")
    taken, namesake = poor.order_by("household_no")[:2]
    late = out / "补充登记（有冲突）.xlsx"
    write_added(late, taken=taken, namesake=namesake)
    send_in(late, kind=RegisterBatch.Kind.REGISTER, by=officer, on=TODAY)


def look_into_watched(by: User) -> None:
    """Write down how the watched households live in the year."""
    for household in Household.objects.within(COUNTY).filter(registered=False):
        key = household.household_no
        facts = {
            "relapse_risk": bool(household.watch),
            "near_hazard": happens(8, key, "hazard"),
            "industry": happens(55, key, "industry"),
            "employment": happens(60, key, "employment"),
            "setback": "养殖亏损" if happens(8, key, "setback") else "",
            "lacks_drive": happens(6, key, "drive"),
        }
        set_year_facts(household=household, year=PLAN_YEAR - 1, facts=facts, by=by, on=TODAY)


def look_after_poor(by: User) -> None:
    """Write down what was found at some poor households; one is of concern for another reason."""
    poor = list(Household.objects.within(COUNTY).still_poor().order_by("household_no")[:400:10])
    for household in poor:
        key = household.household_no
        facts = {
            "near_hazard": happens(15, key, "hazard"),
            "lacks_drive": household.cause == Household.Cause.DRIVE,
            "policies_received": ["ncms", "illness_aid"],
        }
        set_year_facts(household=household, year=PLAN_YEAR - 1, facts=facts, by=by, on=TODAY)
    mark_other(household=poor[0], text="户主外出务工失联，需持续关注", on=TODAY, by=by)


def take_out(village: Area, by: User) -> None:
    """Take a leaving village's planned households through the steps, as far as it has come."""
    households = list(Household.objects.within(village.code).registered().planned_for(PLAN_YEAR))
    for place, (step, day) in enumerate(EXIT_DAYS.items()):
        if place <= 1 + number(4, village.code, "steps"):
            take_steps(
                households=households, year=PLAN_YEAR, step=step, day=day, by=by, today=TODAY
            )
    for household in households:
        found = [code for code in PAPER_CODES[:5] if happens(93, household.household_no, code)]
        file_papers(household=household, year=PLAN_YEAR, papers=found, by=by)


def measure(village: Area, by: User) -> None:
    """Record which exit indicators a village meets; its people are counted from the register."""
    sure = 97 if village.planned_exit_year == PLAN_YEAR else 60
    findings = {
        indicator.code: Finding(met=happens(sure, village.code, indicator.code))
        for indicator in standard_of(village.code).indicators
        if indicator.code != RATE
    }
    population = 900 + number(900, village.code, "population")
    set_indicators(
        village=village,
        year=PLAN_YEAR,
        findings=findings,
        population=population,
        by=by,
        on=TODAY,
    )


def set_down_plan(by: User) -> None:
    """Hand the plan down to the villages, sign the pledges, keep the plan documents."""
    targets_from_register(year=PLAN_YEAR, area_code=COUNTY, by=by)
    list_due(
        year=PLAN_YEAR,
        area_code=COUNTY,
        township_due_on=date(2016, 3, 31),
        village_due_on=date(2016, 4, 30),
        by=by,
    )
    pledges = Pledge.objects.within(COUNTY).filter(year=PLAN_YEAR)
    signed = [pledge for pledge in pledges if happens(92, "signed", pledge.area_code)]
    sign_pledges(pledges=signed, signed_on=date(2016, 4, 20), signer="主要负责人", by=by, on=TODAY)
    places = [
        *Area.objects.within(COUNTY).townships(),
        *Area.objects.within(COUNTY).poor_villages(),
    ]
    for place in places:
        if happens(88, "plan", place.code):
            keep_plan(place, by)


def keep_plan(place: Area, by: User) -> None:
    """Write a place's short plan and keep it."""
    kind = "扶贫规划" if place.level == Area.Level.TOWNSHIP else "脱贫实施方案"
    title = f"{place.name}{PLAN_YEAR}年{kind}"
    paper = Document()
    paper.add_heading(title, level=1)
    paper.add_paragraph("本件为演示资料。")
    stream = BytesIO()
    paper.save(stream)
    store_plan(
        area_code=place.code,
        year=PLAN_YEAR,
        paper=Paper(title=title, dated_on=PLANNED_ON),
        file=ContentFile(stream.getvalue(), name=f"{title}.docx"),
        by=by,
        at=at(PLANNED_ON),
    )
