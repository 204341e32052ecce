"""家庭成员: the people of the registered households."""

from django.db.models import QuerySet

from accounts.lists import ListColumn, Listing
from accounts.models import User
from accounts.searches import Search
from households.filters.people import MemberFilter
from households.lists import words
from households.lists.searching import read_search
from households.models import Member

_FILE = ("households:household_detail", "household__household_no")
_VILLAGE = ("households:village_detail", "area_code")

COLUMNS = (
    ListColumn("person_no", "人编号", sort="person_no", link=_FILE, width=24),
    ListColumn("name", "姓名", field="name", width=10),
    ListColumn("relation", "与户主关系", width=11),
    ListColumn("head_name", "户主", "household__head_name", field="name", width=10, chosen=False),
    ListColumn("household_no", "户编号", "household__household_no", width=22, chosen=False),
    ListColumn("township", "乡镇", "household__village__parent__short_name"),
    ListColumn(
        "village",
        "村",
        "household__village__short_name",
        sort="area_code",
        link=_VILLAGE,
        width=14,
    ),
    ListColumn("identity_number", "证件号码", field="identity_number", width=20),
    ListColumn("ethnicity", "民族", width=9, chosen=False),
    ListColumn("education", "文化程度", width=10),
    ListColumn("schooling", "在校生状况", width=12),
    ListColumn("health", "健康状况", field="illness", width=14),
    ListColumn("labour", "劳动技能", width=12),
    ListColumn("work_months", "务工（月）", sort="work_months", kind="num", width=10),
    ListColumn("insured", "大病保险", words=words.YES_NO, width=10),
    ListColumn("marriage", "婚姻状况", width=10, chosen=False),
    ListColumn(
        "status",
        "脱贫状态",
        "household__status",
        words=words.STATUS,
        tone=words.state_tone,
        width=14,
        chosen=False,
    ),
    ListColumn(
        "attribute", "贫困户属性", "household__attribute", words=words.ATTRIBUTE, chosen=False
    ),
    ListColumn("phone", "联系电话", "household__phone", field="phone", width=16, chosen=False),
    ListColumn("identified_on", "识别时间", sort="identified_on", width=12, chosen=False),
)


def rows(user: User) -> "QuerySet[Member]":
    """Give the people of the registered households a user sees."""
    return Member.objects.visible_to(user).filter(household__registered=True)


def search(rows: "QuerySet[Member]", asked: Search) -> "QuerySet[Member]":
    """Find people by name, number, identity number, or their household's telephone."""
    by = {
        "name": "name__startswith",
        "number": "person_no__startswith",
        "identity": "identity_key",
        "phone": "household__phone_key",
    }
    return rows.filter(**{by[asked.kind]: asked.value}) if asked.kind in by else rows.none()


MEMBERS = Listing(
    name="members",
    label="家庭成员",
    permission="households.view_member",
    columns=COLUMNS,
    order=("area_code", "person_no"),
    rows=rows,
    filterset=MemberFilter,
    hint="姓名、人编号，或完整的证件号码、电话",
    read_search=read_search,
    search=search,
)
