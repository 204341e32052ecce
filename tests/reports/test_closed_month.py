"""An issued month is a closed book: whatever is done to its problems later, it says the same."""

import hashlib
import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.models import Role, User
from inspections.models import LedgerEntry, Problem, ProblemCategory
from inspections.services.entries import enter_problem
from inspections.services.objections import decide_objection, object_to
from inspections.services.orders import acknowledge_order, issue_order
from inspections.services.problems import confirm_problem, reject_problem
from inspections.services.rectifications import close_problem, start_rectification
from inspections.services.reopening import reopen_problem
from inspections.services.replies import reply
from inspections.services.requests import ask_extension, decide_extension
from inspections.services.verifications import verify
from reports.closed_lists import is_kept
from reports.ledgers.month import LEDGERS
from reports.models import Bulletin
from reports.selectors import month_facts
from reports.services import assemble_bulletin
from tests.inspections.problem_cast import PASSED, PLAN, WORDS, make_attachment
from tests.make import make_problem, make_round, make_scheme, make_user
from tests.reports.documents import walked
from tests.reports.month import COUNTY, DAY, JULY, fill_month

pytestmark = pytest.mark.django_db
AUGUST, LATER = date(2016, 8, 1), date(2016, 8, 20)
LATE = datetime(2016, 8, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TOTAL = re.compile(r"data-total>([\d,]+)<")
SHEETS = {"district": 6, "rectification": 2}
Book = dict[str, str]


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def issued(office, settings) -> Bulletin:
    """July's bulletin, issued on 3 August; one problem of July was not upheld before."""
    settings.DEMO_TODAY = date(2016, 8, 3)
    fill_month()
    make_problem(state=Problem.State.NOT_UPHELD, scope="individual")
    draft = assemble_bulletin(county=COUNTY, period=JULY, by=None, on=DAY)
    return walked(draft, "issued", by=office)


def main_part(client, address: str) -> str:
    """Give what a page says, without a form's own token and the foot's minute of printing."""
    page = client.get(address).content.decode()
    main = page[page.index('id="main"') : page.index("</main>")]
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", main)


def print_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def book(client, bulletin: Bulletin) -> Book:
    """Give all that shows the closed month: pages, lists, ledgers on screen and as files."""
    bulletin.refresh_from_db()
    month = f"period={JULY:%Y-%m}"
    pages = {
        "bulletin": reverse("reports:bulletin_detail", args=[bulletin.pk]),
        "dashboard": f"{reverse('reports:dashboard')}?{month}",
        "ledgers": f"{reverse('reports:ledger_list')}?{month}",
        **figure_pages(bulletin),
    }
    told = {"facts": str(bulletin.facts), "fingerprint": bulletin.facts_sha}
    for slug in (ledger.slug for ledger in LEDGERS):
        shown = reverse("reports:ledger_detail", args=[slug])
        for sheet in range(1, SHEETS.get(slug, 1) + 1):
            pages[f"{slug} {sheet}"] = f"{shown}?{month}&sheet={sheet}"
        sent = client.get(f"{reverse('reports:ledger_download', args=[slug])}?{month}")
        told[f"{slug}.xlsx"] = print_of(sent.content)
    for file in bulletin.files.all():
        with file.file.open("rb") as stream:
            told[file.name] = print_of(stream.read())
    return told | {name: main_part(client, address) for name, address in pages.items()}


def figure_pages(bulletin: Bulletin) -> Book:
    keys = [figure["key"] for figure in bulletin.facts["figures"] if is_kept(figure["key"])]
    return {key: reverse("reports:month_figure", args=[COUNTY, "2016-07", key]) for key in keys}


def liaison_of(problem: Problem) -> User:
    return make_user(
        Role.TOWNSHIP_OFFICER, unit=problem.responsible_unit, area_code=problem.area_code[:9]
    )


def july(state: str, **where: object) -> Problem:
    found = Problem.objects.filter(period=JULY, state=state, **where).order_by("pk").first()
    assert found is not None
    return found


def order(office: User) -> None:
    problem = july("confirmed")
    given = {"unit": problem.responsible_unit, "requirement": "补齐", "due_on": date(2016, 8, 30)}
    issue_order(problems=[problem], by=office, on=LATER, **given)
    problem.refresh_from_db()
    acknowledge_order(order=problem.order, by=liaison_of(problem), at=LATE)


def plan_and_extend(office: User) -> None:
    problem = july("acknowledged")
    liaison = liaison_of(problem)
    plan = PLAN | {"planned_on": date(2016, 8, 29)}
    start_rectification(problem=problem, **plan, by=liaison, at=LATE)
    words = {"reason": "连日降雨", "progress": "已完成一半", "until": date(2016, 9, 9)}
    extension = ask_extension(problem=problem, **words, by=liaison, at=LATE)
    decide_extension(extension=extension, grant=True, note="同意", by=office, at=LATE)


def reply_and_close(office: User) -> None:
    problem = july("rectifying")
    liaison = liaison_of(problem)
    evidence = [make_attachment(liaison)]
    reply(problem=problem, **WORDS, evidence=evidence, by=liaison, at=LATE)
    verify(problem=problem, **PASSED, by=office, at=LATE)
    close_problem(problem=problem, note="同意", by=office, on=LATER)


def object_and_uphold(office: User) -> None:
    problem = july("confirmed")
    liaison = liaison_of(problem)
    evidence = [make_attachment(liaison)]
    objection = object_to(
        problem=problem, reason="方案已在四月印发", evidence=evidence, by=liaison, at=LATE
    )
    decide_objection(objection=objection, uphold=True, note="属实", by=office, at=LATE)


def reopen(office: User) -> None:
    problem = july("closed", severity="severe")
    reopen_problem(problem=problem, by=office, on=LATER, note="仍缺签字")


def enter_late(office: User) -> None:
    """Enter two further problems of July: one is upheld, one is not."""
    about = ("township", f"{COUNTY}106", "新民镇", f"{COUNTY}106")
    unit = july("not_upheld").responsible_unit
    told = {"source": "audit", "category": ProblemCategory.objects.first(), "found_on": DAY}
    for fact in ("台账缺页", "资金拨付超期"):
        made = enter_problem(
            subject=about, fact=fact, period=JULY, by=office, on=LATER,
            responsible_unit=unit, **told,
        )  # fmt: skip
        if fact == "台账缺页":
            confirm_problem(problem=made, scope="common", by=office, on=LATER)
        else:
            reject_problem(problem=made, by=office, on=LATER, note="查无此事")


def close_june(office: User) -> None:
    """Close what was June's overdue problem: in July's book it stays overdue."""
    june = Problem.objects.filter(period=date(2016, 6, 1), state="ordered")
    june.update(state="closed", closed_on=LATER)


ACTS: tuple[Callable[[User], None], ...] = (
    *(order, plan_and_extend, reply_and_close, object_and_uphold, reopen),
    *(enter_late, close_june),
)


def test_nothing_done_later_changes_a_closed_month(client, office, issued, settings):
    client.force_login(office)
    before = book(client, issued)

    settings.DEMO_TODAY = date(2016, 9, 20)
    for act in ACTS:
        act(office)
    after = book(client, issued)

    assert LedgerEntry.objects.count() > len(ACTS)
    assert [name for name in before if after[name] != before[name]] == []
    assert month_facts(county=COUNTY, period=JULY, on=LATER).problems != ()


def test_every_kept_figure_of_a_closed_month_equals_the_total_of_its_list(client, office, issued):
    for act in ACTS:
        act(office)
    client.force_login(office)
    values = {figure["key"]: figure["value"] for figure in issued.facts["figures"]}
    shown = {
        key: TOTAL.search(client.get(address).content.decode())
        for key, address in figure_pages(issued).items()
    }
    assert {key: int(total[1]) for key, total in shown.items() if total} == {
        key: values[key] for key in shown
    }
    assert len(shown) == 31


def test_the_dashboard_of_a_closed_month_leads_to_its_own_lists(client, leader, issued):
    client.force_login(leader)
    page = client.get(reverse("reports:dashboard"), {"period": "2016-07"}).content.decode()
    assert "/reports/months/510304/2016-07/figures/problems_severe/" in page
    assert '/inspections/problems/?area=510304&amp;period=2016-07"' not in page
    assert "数据不再变动" in page


def test_a_townships_number_leads_to_the_rows_it_counts(client, leader, issued):
    client.force_login(leader)
    address = figure_pages(issued)["problems"]
    line = next(line for line in issued.facts["townships"] if line["code"] == f"{COUNTY}105")
    page = client.get(address, {"area": line["code"]}).content.decode()
    assert TOTAL.search(page)[1] == str(line["problems"]) == "2"


def test_what_happens_later_stands_in_the_next_month_as_rectification_only(office, issued):
    for act in ACTS:
        act(office)
    make_round(scheme=make_scheme(), period=AUGUST, state="field")

    next_ = month_facts(county=COUNTY, period=AUGUST, on=LATER)

    assert next_.problems == ()
    counts = [next_.count(f"last{part}") for part in ("", "_closed", "_open", "_rejected")]
    assert counts == [6, 1, 2, 3]
    reopened = july("confirmed", reopened=1)
    lines = {line.number: line.state for line in next_.last_problems}
    assert lines[reopened.number] == "confirmed"


def test_a_draft_has_no_closed_list(client, office):
    fill_month()
    assemble_bulletin(county=COUNTY, period=JULY, by=None, on=DAY)
    client.force_login(office)
    address = reverse("reports:month_figure", args=[COUNTY, "2016-07", "problems"])
    assert client.get(address).status_code == 404


def test_what_the_book_does_not_hold_has_no_closed_list(client, office, issued):
    client.force_login(office)
    for key in ("households", "unfinished", "nothing"):
        address = reverse("reports:month_figure", args=[COUNTY, "2016-07", key])
        assert client.get(address).status_code == 404
