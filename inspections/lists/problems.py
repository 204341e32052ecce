"""问题台账: every problem with all that 附件5 and 附件6 of plan 001 ask for."""

from accounts.lists import ListColumn, Listing, Official
from accounts.tones import tone_of
from inspections.lists import words
from inspections.lists.filters import LedgerFilter
from inspections.models import Problem
from inspections.models.sources import FoundIn
from inspections.selectors import ledgers as of

_PROBLEM = ("inspections:problem_detail", "pk")
_WHERE, _WHAT, _FOUND = "位置", "问题", "发现"
_WHO, _DONE, _COUNTED = "责任与整改", "整改进展", "统计"

NUMBER = ListColumn("number", "问题编号", sort="number", link=_PROBLEM, width=13)
FACT = ListColumn("fact", "问题描述", group=_WHAT, width=30)
SEVERITY = ListColumn(
    "severity",
    "严重程度",
    sort="severity",
    words=dict(Problem.Severity.choices),
    tone=tone_of,
    group=_WHAT,
    width=6,
)
STATE = ListColumn(
    "state",
    "进展",
    sort="state",
    words=dict(Problem.State.choices),
    tone=tone_of,
    group=_DONE,
    width=8,
)
VILLAGE = ListColumn("village", "村", of.VILLAGE_NAME, group=_WHERE, width=8)
TOWNSHIP = ListColumn(
    "township", "乡镇", of.TOWNSHIP_NAME, sort="area_code", group=_WHERE, width=8
)
SUBJECT = ListColumn("subject", "户编号/户主（场所）", of.SUBJECT, group=_WHERE, width=12)

COLUMNS = (
    NUMBER,
    TOWNSHIP,
    VILLAGE,
    ListColumn("group", "组", of.GROUP_NAME, group=_WHERE, width=6, chosen=False),
    SUBJECT,
    ListColumn("trade", "行业", "category_id", read=of.trade, group=_WHAT, width=7, chosen=False),
    FACT,
    ListColumn("item", "条目编码", sort="item", group=_WHAT, width=7),
    ListColumn("category", "类别", "category__name", group=_WHAT, width=9),
    SEVERITY,
    ListColumn(
        "scope", "共性/个性", words=dict(Problem.Scope.choices), group=_WHAT, width=6, chosen=False
    ),
    ListColumn("repeats", "屡查屡犯", "repeats_id", read=words.repeats, group=_WHAT, width=6),
    ListColumn("source", "来源", of.SOURCE, read=words.source_words, group=_FOUND, width=9),
    ListColumn(
        "found_in",
        "发现环节",
        words=dict(FoundIn.choices),
        group=_FOUND,
        width=7,
        chosen=False,
    ),
    ListColumn("found_by", "发现人", group=_FOUND, width=8, chosen=False),
    ListColumn("found_on", "发现日期", sort="found_on", group=_FOUND, width=11),
    ListColumn(
        "village_can_solve",
        "能否村级解决",
        words=words.YES_NO,
        group=_WHO,
        width=7,
        chosen=False,
    ),
    ListColumn("unit", "责任单位", "responsible_unit__name", group=_WHO, width=12),
    ListColumn("responsible_person", "责任人", group=_WHO, width=8, chosen=False),
    ListColumn("measure", "整改措施", of.MEASURE, group=_WHO, width=22, chosen=False),
    ListColumn("due_on", "整改时限", sort="due_on", group=_WHO, width=11),
    STATE,
    ListColumn("finished_on", "完成日期", of.FINISHED_ON, group=_DONE, chosen=False, width=11),
    ListColumn("files", "佐证份数", of.FILES, kind="num", group=_DONE, width=6, chosen=False),
    ListColumn("verifier", "复核人", of.VERIFIER, group=_DONE, width=8, chosen=False),
    ListColumn("closed_on", "销号日期", sort="closed_on", group=_DONE, width=11),
    ListColumn(
        "counted", "问题计入", "at", read=words.counted_for, group=_COUNTED, width=8, chosen=False
    ),
)

PROBLEM_LEDGER = Listing(
    name="problem-ledger",
    label="问题台账",
    permission="inspections.view_problem",
    columns=COLUMNS,
    order=("area_code", "number"),
    rows=of.problem_lines,
    filterset=LedgerFilter,
    official=Official(title=words.titled("问题台账"), notes=words.notes),
)
