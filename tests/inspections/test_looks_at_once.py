"""Two who act on one self-check or one look back at the same moment: one wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import connection, transaction

from accounts.errors import RuleBroken
from accounts.models import Role, User
from inspections.models import LookBack, LookBackDraw, Problem, SelfCheck
from inspections.selectors.look_backs import Pick
from inspections.services.look_back_draws import seal_look_back_draw
from inspections.services.look_backs import hold_closed, record_look_back
from inspections.services.self_check_answers import answer_clear, answer_found
from tests.inspections.look_cast import (
    BY_AUGUST,
    CLOSED_ON,
    LATER,
    chosen,
    make_closed,
    make_inspector,
)
from tests.inspections.problem_cast import make_attachment
from tests.make import COUNTY, make_problem, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def house(settings, tmp_path, roles):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    settings.MEDIA_ROOT = tmp_path


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Call all at the same moment; give what each got: "" or the code it was refused with."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        gate.wait()
        try:
            act()
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def make_office() -> User:
    unit = make_unit("区委区政府目督办", kind="office")
    return make_user(Role.SUPERVISION_OFFICE, unit=unit)


def test_two_answers_at_once_are_one_answer():
    unit = make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    first, second = (
        make_user(Role.TOWNSHIP_OFFICER, unit=unit, area_code=unit.area_code) for _ in "ab"
    )
    check = SelfCheck.objects.create(
        problem=make_problem(), item="A203", matter="自查", why="failed", unit=unit,
        due_on=BY_AUGUST, asked_by=make_office(), asked_at=LATER, subject_kind="township",
        subject_code=unit.area_code, subject_name="新店镇", area_code=unit.area_code,
    )  # fmt: skip
    paper = make_attachment(second)
    stale = [SelfCheck.objects.get(pk=check.pk) for _ in "ab"]

    told = at_once(
        lambda: answer_clear(check=stale[0], note="无", by=first, at=LATER),
        lambda: answer_found(check=stale[1], fact="有", evidence=[paper], by=second, at=LATER),
    )

    check.refresh_from_db()
    assert told == ["", "already_answered"]
    assert Problem.objects.count() == (2 if check.result == "found" else 1)


def test_two_records_at_once_open_the_problem_once():
    office, going = make_office(), make_inspector("刘组长")
    look_back = chosen(make_closed(), going, office)
    papers = [make_attachment(going) for _ in "ab"]
    stale = [LookBack.objects.get(pk=look_back.pk) for _ in "ab"]
    given = {"relapsed": True, "visited_on": LATER.date(), "note": "反弹", "by": going}

    told = at_once(
        *(
            lambda one=one, paper=paper: record_look_back(
                look_back=one, photos=[paper], at=LATER, **given
            )
            for one, paper in zip(stale, papers, strict=True)
        )
    )

    assert told == ["", "already_recorded"]
    assert (Problem.objects.get().reopened, look_back.photos.count()) == (1, 1)


def test_two_who_choose_one_problem_at_once_send_one_inspector():
    office, problem = make_office(), make_closed()
    people = [make_inspector("甲"), make_inspector("乙")]
    told = at_once(*(lambda one=one: chosen(problem, one, office) for one in people))
    assert told == ["", "already_asked"]
    assert LookBack.objects.count() == 1


def test_recording_while_it_is_chosen_again_is_a_wait_and_no_deadlock():
    office, going = make_office(), make_inspector("刘组长")
    look_back = chosen(make_closed(), going, office)
    stale, problem = LookBack.objects.get(pk=look_back.pk), Problem.objects.get()
    given = {"relapsed": False, "visited_on": LATER.date(), "note": "已巩固", "by": going}

    def choose_slowly() -> None:
        with transaction.atomic():
            hold_closed([problem])
            sleep(0.6)  # the record begins while the problem is held
            chosen(problem, going, office)

    def record_soon() -> None:
        sleep(0.2)
        record_look_back(look_back=stale, at=LATER, **given)

    assert at_once(choose_slowly, record_soon) == ["", "already_asked"]
    assert LookBack.objects.get().state == "held"


def test_choosing_and_sealing_at_once_never_leave_a_problem_in_both():
    office, going = make_office(), make_inspector("刘组长")
    problem, pick = make_closed(), Pick(CLOSED_ON, CLOSED_ON)
    make_closed()

    at_once(
        lambda: chosen(problem, going, office),
        lambda: seal_look_back_draw(area_code=COUNTY, pick=pick, take=1, by=office, at=LATER),
    )

    draw = LookBackDraw.objects.get()
    assert (problem.number in draw.frame) is not LookBack.objects.exists()


def test_two_lists_sealed_at_once_are_one_list():
    office, pick = make_office(), Pick(CLOSED_ON, CLOSED_ON)
    make_closed()
    given = {"area_code": COUNTY, "pick": pick, "take": 1, "by": office, "at": LATER}
    told = at_once(*[lambda: seal_look_back_draw(**given)] * 2)
    assert told == ["", "another_waiting"]
