"""使用手册: which chapters there are, for whom, and which pages each explains.

The text of a chapter is templates/help/<slug>.html, its pictures static/help/<name>.webp, taken
from the demonstration by `make manual` (tests/manual).
"""

from dataclasses import dataclass

from accounts.models import Role, User

OFFICES = (
    *(Role.SUPERVISION_OFFICE, Role.POVERTY_OFFICE, Role.ORGANISATION_DEPT),
    Role.ORGANS_COMMITTEE,
)
ANSWERING = (Role.DEPARTMENT, Role.TOWNSHIP_OFFICER, Role.VILLAGE_OFFICER)
READERS = (Role.LEADER, Role.DISCIPLINE)
PHONE = "phone_"  # how the names of pictures taken on a phone begin
SIZES = {True: (390, 844), False: (1366, 768)}


@dataclass(frozen=True)
class Chapter:
    """A chapter: its address, title, one sentence, who needs it (empty: everybody)."""

    slug: str
    title: str
    told: str
    roles: tuple[Role, ...] = ()
    pages: tuple[str, ...] = ()  # names of the pages it explains, or how they begin

    def is_for(self, user: User) -> bool:
        """Whether the chapter is of use to somebody."""
        return not self.roles or user.has_role(*self.roles)


OFFICE, INSPECTOR = Role.SUPERVISION_OFFICE, Role.INSPECTOR
CHAPTERS = (
    Chapter(
        "login",
        "登录与外观",
        "第一次登录、改密码、深色和长者模式。",
        pages=("accounts:login", "accounts:password", "accounts:look"),
    ),
    Chapter(
        "home",
        "首页、菜单和查找",
        "一上班看什么，怎样找到一户、一个村、一个问题。",
        pages=("home", "accounts:notices", "reports:finding"),
    ),
    Chapter(
        "register",
        "底册导入",
        "上传工作簿、看问题、看变化、写入、撤回。",
        (
            *(Role.POVERTY_OFFICE, Role.ORGANISATION_DEPT, Role.ORGANS_COMMITTEE),
            Role.TOWNSHIP_OFFICER,
        ),
        ("households:",),
    ),
    Chapter(
        "round",
        "月度督查：从计划到抽签",
        "制定期次、封存名单、公布封签、录入种子、公开结果。",
        (OFFICE, *READERS),
        ("inspections:round_", "inspections:draw_", "inspections:scheme_", "verify"),
    ),
    Chapter(
        "teams",
        "组队分工",
        "编组、分派、移交、调整期限。",
        (OFFICE, INSPECTOR),
        ("inspections:round_assign", "inspections:assignment_"),
    ),
    Chapter(
        "field",
        "手机填表（没有网络也能填）",
        "进村前准备、逐部分填、照片签名、提交、补传。",
        (INSPECTOR, Role.DEPARTMENT),
        ("inspections:my_assignments", "inspections:field_", "inspections:visit_"),
    ),
    Chapter(
        "review",
        "审核督查表",
        "组长或目督办怎样通过、退回。",
        (OFFICE, INSPECTOR),
        ("inspections:review_",),
    ),
    Chapter(
        "problems",
        "问题认定与下达整改单",
        "核实、定共性个性、定责任单位、下达。",
        (OFFICE,),
        ("inspections:problem_", "inspections:order_create"),
    ),
    Chapter(
        "rectify",
        "签收整改单、上报整改结果",
        "乡镇、村、部门收到整改单以后怎么办。",
        (*ANSWERING, *OFFICES[1:]),
        (
            *("inspections:order_", "inspections:rectification_"),
            *("inspections:problem_plan", "inspections:problem_reply"),
        ),
    ),
    Chapter(
        "close",
        "复核与销号",
        "按查清、到位、达标复核，通过后销号。",
        (OFFICE, Role.POVERTY_OFFICE),
        ("inspections:problem_verify", "inspections:problem_close"),
    ),
    Chapter(
        "requests",
        "延期、申诉和上交镇级",
        "来不及、不属实、村里解决不了，怎么办。",
        (*ANSWERING, *OFFICES),
        (
            *("inspections:extension_", "inspections:objection_"),
            *("inspections:problem_extend", "inspections:problem_object"),
            "inspections:problem_hand_up",
        ),
    ),
    Chapter(
        "lookback",
        "回头看与举一反三",
        "销号以后再看一次，由一处想到别处。",
        (*OFFICES, *ANSWERING, INSPECTOR),
        ("inspections:look_back_", "inspections:self_check_"),
    ),
    Chapter(
        "escalation",
        "催办、督办清单和问责",
        "超期以后系统做什么，约谈和提请问责。",
        (OFFICE, *ANSWERING, *READERS),
        (
            *("inspections:escalation_", "inspections:summons_", "inspections:accountability"),
            *("inspections:sanction_", "inspections:problem_summons"),
        ),
    ),
    Chapter(
        "ledgers",
        "台账",
        "当月固定台账、实时问题台账、按乡镇村汇总。",
        (*OFFICES, *READERS),
        (
            *("reports:ledger_", "inspections:problem_ledger", "inspections:rollup"),
            "inspections:rectification_ledger",
        ),
    ),
    Chapter(
        "bulletin",
        "通报：从起草到印发",
        "汇总、改稿、审核、签发、编号、印发、归档。",
        OFFICES,
        (
            *("reports:bulletin_", "reports:document_", "reports:wording_", "reports:number_"),
            *("reports:letterhead_", "reports:distribution_", "reports:month_figure"),
        ),
    ),
    Chapter(
        "reading",
        "阅文、签收与批示",
        "收到文件以后怎样签收；领导批示怎样反馈、办结。",
        (*OFFICES, Role.DEPARTMENT, Role.TOWNSHIP_OFFICER, *READERS),
        ("reports:reading_", "reports:receipt_", "reports:instruction_"),
    ),
    Chapter(
        "board",
        "看板与挂图作战",
        "进度怎么看，数字从哪里来，哪天该办什么。",
        (*OFFICES, Role.TOWNSHIP_OFFICER, *READERS),
        ("reports:dashboard", "reports:board", "reports:wall"),
    ),
    Chapter(
        "meetings",
        "会议与任务",
        "二十天一次的推进会、月例会，纪要变成任务。",
        (*OFFICES, *ANSWERING, *READERS),
        ("projects:meeting",),
    ),
    Chapter(
        "plan",
        "项目资金：年度计划和责任书",
        "逐级分解的任务、17个专项、责任书、规划方案。",
        (*OFFICES, *ANSWERING, *READERS),
        ("projects:",),
    ),
    Chapter(
        "export",
        "导出与打印",
        "把清单变成 Excel，把表和文件打在纸上。",
        pages=("accounts:export_", "accounts:list_columns"),
    ),
    Chapter(
        "settings",
        "系统设置：账号、单位、参数",
        "开账号、给角色、改标准；系统管理员看什么。",
        (Role.ADMIN, Role.DISCIPLINE),
        ("admin:",),
    ),
    Chapter("questions", "常见问题", "打不开、找不到、交不上时先看这里。"),
)
BY_SLUG = {chapter.slug: chapter for chapter in CHAPTERS}


def size_of(picture: str) -> tuple[int, int]:
    """Give a picture's width and height."""
    return SIZES[picture.startswith(PHONE)]


def chapter_of(page: str) -> Chapter | None:
    """Give the chapter that explains a page best, by the longest beginning of its name."""
    fits = [
        (len(start), chapter)
        for chapter in CHAPTERS
        for start in chapter.pages
        if page.startswith(start)
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None
