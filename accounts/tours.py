"""引导: what a person is shown on the first page at the first login, step by step, by role.

A step points at the first element of its selectors that is in sight; one without any is left out.
"""

from dataclasses import dataclass

from accounts.models import Role, User


@dataclass(frozen=True)
class Step:
    """One sentence about one place of the page."""

    at: str  # CSS selectors, the best first
    title: str
    text: str


def _today(text: str) -> Step:
    return Step(
        ".home-today, .home-tiles, .group-title, #main .card, .page-head", "今天的事", text
    )


SEARCH = Step(
    ".top-find, .top-find-link",
    "找东西",
    "按编号、姓名、村名、文件标题找，输入完整编号直接打开；只找得到您有权看的。",
)
MENU = Step(
    ".side-nav, [data-bs-target='#side-menu']",
    "菜单",
    "您能办的事都在这里；手机上点左上角打开。没有列出的，是您的角色不办的。",
)
NOTICES = Step(
    "a[aria-label^='消息']",
    "消息",
    "整改、延期、审核、发文有了变化，都会在这里告诉您，点开直达。",
)
LOOK = Step(
    ".top-user",
    "外观和密码",
    "点自己的姓名：改浅色深色，开大字的长者模式，改密码，退出。",
)
HELP = Step(
    ".top-help, .foot-help, .shell-foot",
    "帮助",
    "任何一页都能从这里打开讲这一页的使用手册；带虚线的词，点一下有解释。",
)
COMMON = (MENU, SEARCH, NOTICES, LOOK, HELP)
WORK = {
    Role.ADMIN: "从“设置”管理账号、单位和参数。您看不到任何个人信息。",
    Role.SUPERVISION_OFFICE: "要您认定、下达、审批、销号、起草的都列在这里，点数字直接去办。",
    Role.POVERTY_OFFICE: "要您复核的整改、要处理的底册冲突列在这里，点数字直接去办。",
    Role.ORGANISATION_DEPT: "第一书记的到位情况和要您会签、签收的文件，从这里进入。",
    Role.ORGANS_COMMITTEE: "驻村帮扶的到位情况和要您会签、签收的文件，从这里进入。",
    Role.DEPARTMENT: "发给本部门的整改单、要填的专项督查表和要签收的文件列在这里。",
    Role.TOWNSHIP_OFFICER: "发给本乡镇的整改单先签收，再定计划、报结果；剩几天、超没超期都标着。",
    Role.VILLAGE_OFFICER: "发给本村的整改单和要填的自查列在这里；村里解决不了的可以上交镇级。",
    Role.INSPECTOR: "您要去的村和户列在这里。进村前打开一次，没有网络也能填。",
    Role.HELPER: "您结对的户和要您做的事列在这里。",
    Role.LEADER: "要您过问的事列在这里；“看板”里每个数字都能点到它的清单。",
    Role.DISCIPLINE: "提请问责的事项列在这里；督查的全过程您都可以查看，不能修改。",
}


def tour_of(user: User) -> list[Step]:
    """Give the steps for a person: the work of his first role, then what everybody has."""
    role = next((role for role in Role if user.has_role(role)), None)
    work = [_today(WORK[role])] if role else []
    return [*work, *COMMON]
