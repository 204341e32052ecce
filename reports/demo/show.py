"""The demonstration from start to end: the district, a finished June, a running July."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Role, User
from inspections.models import Problem, Round
from inspections.selectors.draw_records import draw_record
from inspections.selectors.draws import proof_pack
from inspections.services.rounds import close_round
from reports.demo.care import care_for_register
from reports.demo.district import make_district, make_village_account, places_with_register
from reports.demo.meetings import meet
from reports.demo.moments import COUNTY
from reports.demo.paperwork import pass_on
from reports.demo.people_of_daan import PASSWORD, REVIEWER
from reports.demo.play import (
    Cast,
    cast,
    confirm_all,
    draw_month,
    main_draw,
    order_all,
    rectify,
    send_teams,
    visit_all,
)
from reports.demo.rectified import live_on
from reports.draw_record import record_sheet
from reports.models import Bulletin
from reports.renderers.pdf import FontsMissing, chosen_families, render_record
from reports.services import assemble_bulletin

JUNE, JULY = date(2016, 6, 1), date(2016, 7, 1)
SEEDS = {JUNE: "03141592653589793238", JULY: "27182818284590452353"}
DAY = date(2016, 7, 29)  # the day on which the demonstration stands
Say = Callable[[str], object]


def play_if_new(*, out: Path, say: Say) -> list[Path]:
    """Play both months unless that was done before; give the files written to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    refuse_without_fonts()
    if not Bulletin.objects.filter(area_code=COUNTY, period=JULY).exists():
        with transaction.atomic():
            say("装入大安区：区划、单位、底册、方案……")
            make_district(register=out / "大安区底册.xlsx")
            care_for_register(villages=places_with_register(), out=out)
            people = cast()
            say("2016年6月：抽签、督查、整改、通报……")
            play_june(people)
            say("2016年7月：抽签、督查、问题认定、通报初稿……")
            play_july(people)
        write_files(out)
    return sorted(file for file in out.rglob("*") if file.is_file())


def refuse_without_fonts() -> None:
    """Say at once that documents cannot be printed, before anything is played."""
    try:
        chosen_families(settings.FONT_DIR)
    except FontsMissing as missing:
        raise RuleBroken(str(missing), code="no_fonts") from missing


def play_june(people: Cast) -> None:
    """Play June to its end; once it is issued most problems are closed, the last are overdue."""
    june = field_month(JUNE, people)
    confirm_all(round_=june, people=people, on=date(2016, 6, 23))
    order_all(round_=june, people=people, on=date(2016, 6, 24), due_on=date(2016, 7, 11))
    close_round(round=june, by=people.office, on=date(2016, 6, 30))
    bulletin = assemble_bulletin(
        county=COUNTY, period=JUNE, by=people.office, on=date(2016, 6, 30)
    )
    pass_on(bulletin, people)
    problems = list(june.problems.order_by("number"))
    on = date(2016, 7, 5)
    rectify(problems=problems[:-3], people=people, on=on, upto=Problem.State.CLOSED)
    rectify(problems=problems[-3:-2], people=people, on=on, upto=Problem.State.REPORTED)
    rectify(problems=problems[-2:], people=people, on=on, upto=Problem.State.ACKNOWLEDGED)


def play_july(people: Cast) -> None:
    """Play July up to the draft: problems confirmed and ordered, some already answered."""
    july = field_month(JULY, people)
    village = main_draw(july).units.filter(stage="village")[0].subject_code
    make_village_account(village)
    confirm_all(round_=july, people=people, on=date(2016, 7, 25))
    order_all(round_=july, people=people, on=date(2016, 7, 26), due_on=date(2016, 8, 10))
    problems = list(july.problems.order_by("number"))
    on = date(2016, 7, 27)
    rectify(problems=problems[:2], people=people, on=on, upto=Problem.State.VERIFIED)
    rectify(problems=problems[2:5], people=people, on=on, upto=Problem.State.REPORTED)
    rectify(problems=problems[5:9], people=people, on=on, upto=Problem.State.ACKNOWLEDGED)
    june = list(Problem.objects.within(COUNTY).filter(period=JUNE).order_by("number"))
    live_on(june=june, july=problems[5:9], village=village, people=people)
    meet(people)
    assemble_bulletin(county=COUNTY, period=JULY, by=people.office, on=DAY)


def field_month(period: date, people: Cast) -> Round:
    """Draw the month, send the teams, fill every form."""
    month = draw_month(period=period, seed=SEEDS[period], people=people)
    send_teams(round_=month, people=people, waiting=period == JULY)
    month.refresh_from_db()
    visit_all(round_=month, people=people)
    return month


def write_files(out: Path) -> None:
    """Write the proof packs and every file of both bulletins."""
    for bulletin in Bulletin.objects.within(COUNTY).order_by("period"):
        folder = out / f"{bulletin.period:%Y-%m}"
        folder.mkdir(parents=True, exist_ok=True)
        for file in bulletin.files.all():
            with file.file.open("rb") as stream:
                (folder / file.name).write_bytes(stream.read())
        month = Round.objects.get(area_code=COUNTY, period=bulletin.period)
        draw = main_draw(month)
        (folder / f"验签包{bulletin.period:%Y-%m}.zip").write_bytes(proof_pack(draw))
        printed = render_record(record_sheet(draw_record(draw)), font_dir=settings.FONT_DIR)
        (folder / f"抽签记录{bulletin.period:%Y-%m}.pdf").write_bytes(printed)


def accounts_shown() -> Iterator[tuple[str, str, str, str]]:
    """Give role, username, name and password of an account for each role, and the reviewer's."""
    county = User.objects.filter(area_code__startswith=COUNTY)
    july = Problem.objects.filter(period=JULY).exclude(state=Problem.State.CLOSED)
    busy = set(july.values_list("responsible_unit", flat=True))
    for role in Role:
        people = list(county.filter(groups__name=role.label).order_by("username"))
        people.sort(key=lambda person: person.unit_id not in busy)
        shown = people[:1] + [person for person in people[1:] if person.username == REVIEWER]
        for person in shown:
            yield role.label, person.username, person.name, PASSWORD
