"""贫困户: the households of the register."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.lists import ListColumn, Listing
from accounts.models import User
from accounts.searches import Search
from households.filters.register import HouseholdFilter
from households.lists import words
from households.lists.searching import read_search
from households.models import HelperPairing, Household, HouseholdIncome, Member

_FILE = ("households:household_detail", "household_no")
_VILLAGE = ("households:village_detail", "area_code")


def _helper(field: str) -> Subquery:
    running = HelperPairing.objects.filter(household=OuterRef("pk"), ends_on=None)
    return Subquery(running.values(field)[:1])


def _income(field: str) -> Subquery:
    latest = HouseholdIncome.objects.filter(household=OuterRef("pk")).order_by("-year")
    return Subquery(latest.values(field)[:1])


COLUMNS = (
    ListColumn("household_no", "户编号", sort="household_no", link=_FILE, width=22),
    ListColumn("head_name", "户主", field="name", width=10),
    ListColumn("township", "乡镇", "village__parent__short_name"),
    ListColumn("village", "村", "village__short_name", sort="area_code", link=_VILLAGE, width=14),
    ListColumn("group_name", "自然村（组）", chosen=False),
    ListColumn("person_count", "人数", sort="person_count", kind="num", width=7),
    ListColumn("attribute", "属性", words=words.ATTRIBUTE),
    ListColumn("cause", "致贫原因", words=words.CAUSE, width=14),
    ListColumn("further_causes", "其他致贫原因", words=words.CAUSE, width=18, chosen=False),
    ListColumn("measure", "四个一批", words=words.MEASURE, width=16),
    ListColumn("further_measures", "兼有批次", words=words.MEASURE, width=18, chosen=False),
    ListColumn("status", "脱贫状态", words=words.STATUS, tone=words.state_tone, width=14),
    ListColumn("planned_exit_year", "计划脱贫", sort="planned_exit_year", kind="num", width=10),
    ListColumn(
        "helper", "帮扶责任人", _helper("name"), words=words.GAP, tone=words.gap_tone, width=12
    ),
    ListColumn("helper_unit", "帮扶单位", _helper("unit_name"), width=20, chosen=False),
    ListColumn("helper_since", "结对日期", _helper("starts_on"), width=12, chosen=False),
    ListColumn("unsafe_house", "危房户", words=words.YES_NO, width=8, chosen=False),
    ListColumn("safe_water", "饮水安全", words=words.YES_NO, width=10, chosen=False),
    ListColumn("income_year", "收入年度", _income("year"), kind="num", width=10, chosen=False),
    ListColumn(
        "income", "人均纯收入（元）", _income("net_income_pc"), kind="num", width=14, chosen=False
    ),
    ListColumn("watch", "监测对象", words=words.WATCH, width=14, chosen=False),
    ListColumn("phone", "联系电话", field="phone", width=16, chosen=False),
    ListColumn("bank_account", "银行账号", field="bank_account", width=16, chosen=False),
    ListColumn("registered_on", "首次识别时间", sort="registered_on", width=13, chosen=False),
)


def rows(user: User) -> "QuerySet[Household]":
    """Give the registered households a user sees."""
    return Household.objects.visible_to(user).registered()


def search(rows: "QuerySet[Household]", asked: Search) -> "QuerySet[Household]":
    """Find households by the householder's name, number, telephone, or anybody's identity."""
    by = {
        "name": {"head_name__startswith": asked.value},
        "number": {"household_no__startswith": asked.value},
        "phone": {"phone_key": asked.value},
    }
    if asked.kind == "identity":
        people = Member.objects.filter(household=OuterRef("pk"), identity_key=asked.value)
        return rows.filter(Exists(people))
    return rows.filter(**by[asked.kind]) if asked.kind in by else rows.none()


HOUSEHOLDS = Listing(
    name="households",
    label="贫困户",
    permission="households.view_household",
    columns=COLUMNS,
    order=("area_code", "household_no"),
    rows=rows,
    filterset=HouseholdFilter,
    hint="户主姓名、户编号，或完整的证件号码、电话",
    read_search=read_search,
    search=search,
    sums=(("person_count", "人"),),
)
