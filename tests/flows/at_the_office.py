"""What 目督办 does in a month: draw, send, judge, order, close, publish."""

import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from accounts.models import User
from inspections.models import Assignment, Problem, Round
from reports.demo.play import cast, order_all
from tests.flows.keyboard import Typist
from tests.flows.people import Person
from tests.flows.small_county import TODAY

SEED = "27182818284590452353"
SHORT_SEED = "2718"
TEAMS = (("ducha1", "ducha4"), ("ducha3", "ducha6"))
FILES = {".docx": Document, ".xlsx": load_workbook}


def plan_and_seal(office: Typist) -> None:
    """Plan 2016-07 and seal its drum."""
    office.menu("期次")
    office.follow("制定期次")
    office.write(office.page.get_by_label("督查月份"), "2016-07")
    office.write(office.page.locator("[name=starts_on]"), "2016-07-11")
    office.write(office.page.locator("[name=ends_on]"), "2016-07-22")
    office.press("保存期次")
    office.follow("核对并封存")
    office.hesitate("封存名单")
    office.press("封存名单", sure=True)


def draw(office: Person) -> None:
    """Be refused with a short seed, which stays on the page; draw with the public one."""
    office.follow("录入种子")
    seed = office.page.locator("[name=seed]")
    office.write(seed, SHORT_SEED)
    office.press("录入并抽签", sure=True)
    expect(office.page.locator("[data-error-for=seed]")).to_contain_text("20位")
    expect(seed).to_have_value(SHORT_SEED)
    office.write(seed, SEED)
    office.press("录入并抽签", sure=True)
    expect(office.page.locator(".next-card")).to_contain_text("分派任务")


def replay(office: Person, folder: Path) -> str:
    """Download the proof pack, let its own program repeat the draw, give what that says."""
    pack = office.download(office.page.get_by_role("link", name="验签包"), folder)
    zipfile.ZipFile(pack).extractall(folder / "pack")
    program = [sys.executable, str(folder / "pack" / "verify_draw.py")]
    told = subprocess.run(program, check=True, capture_output=True)  # noqa: S603 -- the pack's own
    return told.stdout.decode().splitlines()[-1]


def send_teams(office: Person) -> Assignment:
    """Make up two teams; give a household that the first of them is to visit."""
    office.follow("分派任务")
    for place, names in enumerate(TEAMS):
        leader, member = [str(User.objects.get(username=name).pk) for name in names]
        office.choose(office.page.locator(f"[name=team-{place}-leader]"), leader)
        office.tick(office.page.locator(f"[name=team-{place}-members][value='{member}']"))
    office.press("分派并通知", sure=True)
    expect(office.page.locator(".messages")).to_contain_text("已分派")
    own = Assignment.objects.filter(team__leader__username="ducha1", subject_kind="household")
    return own.select_related("round__scheme", "team", "checklist").order_by("pk")[0]


def confirm_and_order(office: Person, problem: Problem) -> None:
    """Uphold one problem as 个性 and order its unit to rectify it; uphold the others at once."""
    office.menu("问题")
    office.follow(problem.number)
    office.follow("认定")
    office.touch(office.page.locator("label", has_text="个性"))
    office.press("认定")
    office.follow("下达整改单")
    office.write(office.page.locator("[name=requirement]"), "补足走访，如实记录。")
    office.press("下达", sure=True)
    expect(office.page.locator(".messages")).to_contain_text("已下达")
    office.menu("问题")
    office.follow("待认定")
    office.tick(office.page.locator("[data-select-all]"))
    office.press("认定为共性", sure=True)
    expect(office.page.locator("[data-number=待认定]")).to_have_text("0")


def close(office: Person, problem: Problem) -> None:
    """Close the verified problem."""
    office.menu("整改")
    office.follow(problem.number)
    office.open(office.page.get_by_role("link", name="销号", exact=True))
    office.press("销号", within="#main", sure=True)
    expect(office.page.locator(".page-note")).to_contain_text("已销号")


def finish_the_round(office: Person) -> None:
    """Read the round's check, every line of which holds, and finish the month."""
    office.menu("期次")
    office.follow("2016年7月")
    expect(office.page.locator("[data-check=ok]").first).to_be_visible()
    expect(office.page.locator("[data-check=short]")).to_have_count(0)
    office.follow("完成本期")
    office.press("完成本期", sure=True)
    expect(office.page.locator(".next-card")).to_contain_text("已完成")


def assemble(office: Person) -> None:
    """Have the bulletin assembled, see how far it is, open it."""
    office.menu("通报")
    office.press("汇总草稿")
    expect(office.page.locator("[data-job-state=done] progress")).to_have_attribute("value", "100")
    office.follow("查看结果")
    expect(office.page.locator(".paper")).to_contain_text("草稿")


def download_all(office: Person, folder: Path) -> list[str]:
    """Download every file of the bulletin, open each; give their kinds."""
    kinds = []
    for link in office.page.locator(".file-list a[download]").all():
        path = office.download(link, folder)
        if path.suffix in FILES:
            FILES[path.suffix](path)
        else:
            assert path.read_bytes().startswith(b"%PDF-")
        kinds.append(path.suffix)
    return kinds


def order_the_rest() -> None:
    """Order what is upheld and not ordered yet: a unit named in the bulletin has its day."""
    round_ = Round.objects.get(period=date(2016, 7, 1))
    order_all(round_=round_, people=cast(), on=TODAY, due_on=date(2016, 8, 10))


def do(somebody: Person, act: str, *, sure: bool = False, **typed: str) -> None:
    """Open an act on the document by its button, type what it asks, do it."""
    somebody.open(somebody.page.get_by_role("link", name=act, exact=True))
    for name, text in typed.items():
        somebody.write(somebody.page.locator(f"[name={name}]"), text)
    somebody.press(act, within="#main", sure=sure)


def come_to_document(somebody: Person, card: str) -> None:
    """Come to the document that waits by its card on the first page."""
    somebody.menu("首页")
    somebody.open(somebody.page.locator("#main .number-card", has_text=card))
    somebody.follow("2016年7月")


def pass_on(office: Person, reviewer: Person, verifier: Person) -> None:
    """Take the draft through review, countersigning and signing to its issue, each at his card."""
    do(office, "送审")
    expect(office.page.locator(".page-note")).to_contain_text("待审核")
    expect(office.page.get_by_role("link", name="审核", exact=True)).to_have_count(0)
    come_to_document(reviewer, "待审核文件")
    reviewer.open(reviewer.page.get_by_role("link", name="审核", exact=True))
    for unit in ("区委组织部", "区直机关党委"):
        reviewer.untick(reviewer.page.get_by_label(unit))
    reviewer.press("审核", within="#main")
    come_to_document(verifier, "待会签文件")
    verifier.open(verifier.page.get_by_role("link", name="会签", exact=True))
    verifier.tick(verifier.page.locator("[name=agrees][value=yes]"))
    verifier.press("会签", within="#main")
    come_to_document(reviewer, "待签发文件")
    do(reviewer, "签发", opinion="同意印发")
    come_to_document(office, "待编号文件")
    do(office, "编号", sure=True)
    expect(office.page.locator(".page-note")).to_contain_text("目督通〔2016〕1号")
    do(office, "印发", sure=True)
    expect(office.page.locator(".page-note")).to_contain_text("已印发")
    office.follow("核对封签")
    expect(office.page.locator("[data-seal=whole]")).to_be_visible()


def put_away(office: Person) -> None:
    """Archive the document that not every unit has signed for, saying why."""
    come_to_issued(office)
    do(office, "归档", reason="已电话通知")
    expect(office.page.locator(".page-note")).to_contain_text("已归档")


def come_to_issued(somebody: Person) -> None:
    """Come to the issued document by the list."""
    somebody.menu("通报")
    somebody.follow("2016年7月")
