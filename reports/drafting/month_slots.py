"""What the wording of a month can say of its days, its sample and the six blocks."""

from collections.abc import Iterable

from reports.content import chinese_date
from reports.drafting.saying import days, names, percent
from reports.drafting.slots import Slot, SlotGroup
from reports.facts.five_posts import missing_posts
from reports.facts.month import BlockLine, CheckLine, MonthFacts, ProgrammeLine, WorkLine

FUND_ITEM = "D201"
FUND_PREFIX = "财政专项扶贫资金"


def counted(name: str, told: str, key: str, example: str = "12") -> Slot:
    """Make the slot of one of the month's figures."""
    return Slot(name, told, example, lambda facts: facts.count(key))


GENERAL = SlotGroup(
    "期次",
    (
        Slot("区县", "本区县名称", "大安区", lambda facts: facts.county),
        Slot("年度", "所报月份的年", "2016", lambda facts: facts.period.year),
        Slot("月份", "所报月份的月", "7", lambda facts: facts.period.month),
        Slot("方案名称", "所依据的方案", "……实施方案", lambda facts: facts.plan),
        Slot(
            "数据截止日",
            "数据截至哪一天",
            "2016年7月28日",
            lambda facts: chinese_date(facts.as_of),
        ),
        Slot(
            "时序进度",
            "截止日占全年天数的比例",
            "57.4%",
            lambda facts: percent(facts.elapsed_days, facts.year_days),
        ),
    ),
)


def _poor_villages_seen(facts: MonthFacts) -> int:
    return sum(line.is_poor_village for line in facts.sample if line.kind == "village")


SAMPLE = SlotGroup(
    "督查范围",
    (
        Slot(
            "督查日期",
            "督查起止日期",
            "7月11日至22日",
            lambda facts: days(facts.starts_on, facts.ends_on),
        ),
        Slot(
            "督查方式",
            "期次中选定的方式",
            "随机抽查、查阅资料",
            lambda facts: "、".join(facts.methods),
        ),
        counted("抽查乡镇数", "抽查的乡镇（街道）个数", "visited_township", "2"),
        Slot(
            "抽查乡镇名单",
            "抽查的乡镇（街道）",
            "新店镇、新民镇",
            lambda facts: names(line.township for line in facts.sample if line.kind == "township"),
        ),
        counted("抽查村数", "抽查的村个数", "visited_village", "4"),
        Slot("抽查贫困村数", "其中贫困村个数", "2", _poor_villages_seen),
        counted("走访户数", "走访的贫困户数", "visited_household"),
        counted("督查部门数", "督查的区级部门个数", "visited_department", "3"),
    ),
)


def _short(facts: MonthFacts) -> str:
    return "；".join(
        f"{check.label}应{check.needed}，实际{check.found}"
        for check in facts.checks[:3]
        if not check.passed
    )


def _wanting(facts: MonthFacts) -> str:
    return "；".join(
        f"{check.label}：{check.found}（应{check.needed}）"
        for check in facts.checks[3:]
        if not check.passed
    )


COMPLETENESS = SlotGroup(
    "是否完成",
    (
        Slot("未达最低数项", "未达到最低抽查数的各项", "抽查村应4个，实际3个", _short),
        Slot(
            "未达最低数原因",
            "期次中填写的原因，达到时为空",
            "汛期道路中断",
            lambda facts: "" if facts.enough else facts.shortfall_reason,
        ),
        Slot("未完成项", "其他还没有完成的各项", "问题定性：2个未认定", _wanting),
    ),
)


def _unlike(facts: MonthFacts) -> str:
    count, unlike = facts.count, []
    if count("exit_villages") != count("target_villages"):
        unlike.append(f"村{count('exit_villages')}个")
    if count("planned_persons") != count("target_persons"):
        unlike.append(f"人口{count('planned_persons')}人")
    return "、".join(unlike)


PLAN = SlotGroup(
    "任务推进",
    (
        counted("计划摘帽村数", "全区当年计划摘帽的贫困村", "target_villages", "4"),
        counted("计划脱贫人数", "全区当年计划脱贫的人口", "target_persons", "3073"),
        Slot("底册不符数", "底册落实数与任务不同时的底册数", "村3个、人口3070人", _unlike),
        Slot("如底册相符", "底册已按任务全部落实", "", lambda facts: not _unlike(facts)),
    ),
)


def _by_measure(facts: MonthFacts) -> str:
    totals: dict[str, tuple[int, int]] = {}
    for township in facts.townships:
        for name, households, persons in township.measures:
            had = totals.get(name, (0, 0))
            totals[name] = (had[0] + households, had[1] + persons)
    parts = [f"{name}{pair[0]}户{pair[1]}人" for name, pair in totals.items() if pair[0]]
    return "，".join(parts) or "尚未确定"


MEASURES = SlotGroup(
    "四个一批",
    (
        counted("在册户数", "在册贫困户", "households", "9120"),
        counted("在册人数", "在册贫困人口", "persons", "27130"),
        Slot("各批户数", "按主要批次分的户和人", "发展生产和就业100户300人", _by_measure),
    ),
)


def _asked(facts: MonthFacts) -> list[ProgrammeLine]:
    return [line for line in facts.programmes if line.plan]


def _having(field: str, facts: MonthFacts) -> int:
    return sum(getattr(line, field) == "是" for line in _asked(facts))


def _added(facts: MonthFacts) -> str:
    return "、".join(f"“{line.name}”" for line in facts.programmes if line.is_supplement)


PROGRAMMES = SlotGroup(
    "17个专项",
    (
        Slot("专项数", "全区扶贫专项个数", "17", lambda facts: len(facts.programmes)),
        Slot("补列专项", "补列的专项", "“生态建设”", _added),
        Slot("督查专项数", "本月督查到的专项个数", "5", lambda facts: len(_asked(facts))),
        Slot("有方案数", "其中有工作方案的", "5", lambda facts: _having("plan", facts)),
        Slot("有计划数", "其中有年度计划的", "4", lambda facts: _having("work_plan", facts)),
        Slot("已对接数", "其中与省市对接的", "3", lambda facts: _having("linked", facts)),
        Slot(
            "落后专项",
            "目标完成率低于时序进度的专项",
            "农业产业",
            lambda facts: "、".join(line.name for line in facts.programmes if line.behind),
        ),
        Slot("如督查了专项", "本月督查到专项", "", lambda facts: bool(_asked(facts))),
    ),
)


def _funds(facts: MonthFacts) -> list[WorkLine]:
    lines = (line for line in facts.works if line.item == FUND_ITEM)
    return [line for line in lines if line.subject.startswith("区")]


def _fund_parts(facts: MonthFacts) -> str:
    return "、".join(
        f"{line.name.removeprefix(FUND_PREFIX)}{line.done}{line.unit}" for line in _funds(facts)
    )


WORKS = SlotGroup(
    "项目资金",
    (
        Slot(
            "专项资金计划",
            "财政专项扶贫资金计划数（万元）",
            "1200",
            lambda facts: next((line.planned for line in _funds(facts) if line.planned), ""),
        ),
        Slot("专项资金分项", "到位、支出等各项", "到位300万元、支出100万元", _fund_parts),
        Slot(
            "落后工程",
            "低于时序进度的工程和资金",
            "区农业局产业路",
            lambda facts: names(
                f"{line.subject}{line.name}" for line in facts.works if line.behind
            ),
        ),
        Slot("如填报了资金", "有单位填报财政专项资金", "", lambda facts: bool(_fund_parts(facts))),
    ),
)


def _full(facts: MonthFacts) -> int:
    return sum(not missing_posts(village) for village in facts.villages if village.is_poor)


def _helped(facts: MonthFacts) -> int:
    return facts.count("households") - facts.count("without_helper")


POSTS = SlotGroup(
    "五个一",
    (
        Slot(
            "贫困村数",
            "全区贫困村",
            "24",
            lambda facts: sum(village.is_poor for village in facts.villages),
        ),
        Slot("五个一到位村数", "“五个一”全部到位的贫困村", "20", _full),
        Slot("已落实帮扶户数", "落实了帮扶责任人的户", "9000", _helped),
        counted("未落实帮扶户数", "没有帮扶责任人的户", "without_helper", "120"),
    ),
)


def _checked(checks: Iterable[CheckLine]) -> str:
    return "；".join(
        f"{check.label}{check.found}" + ("" if check.passed else f"（应{check.needed}）")
        for check in checks
    )


OTHERS = SlotGroup(
    "督查组织",
    (
        Slot("完整性情况", "完整性检查各项", "抽查乡镇2个", lambda facts: _checked(facts.checks)),
        Slot("意见建议数", "收集的意见建议条数", "5", lambda facts: len(facts.suggestions)),
        Slot("如无典型做法", "没有填报典型做法", "", lambda facts: not facts.good_practices),
    ),
)


def block_group(code: str) -> SlotGroup:
    """Give the slots of what was checked in one of the six blocks."""

    def line(facts: MonthFacts) -> BlockLine:
        found = (block for block in facts.blocks if block.code == code)
        return next(found, BlockLine(code, 0, 0, 0, 0))

    return SlotGroup(
        "本板块检查",
        (
            Slot("检查项次", "本板块检查的项次", "120", lambda facts: line(facts).answers),
            Slot("不合格项次", "其中不合格的项次", "6", lambda facts: line(facts).failing),
            Slot("板块问题数", "本板块发现的问题", "3", lambda facts: line(facts).problems),
            Slot("如检查了", "本月检查了本板块", "", lambda facts: bool(line(facts).answers)),
            Slot("如未检查", "本月没有检查本板块", "", lambda facts: not line(facts).answers),
        ),
    )
