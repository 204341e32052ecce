"""帮扶责任人 and 派驻人员: who helps a household, who serves in a village, now and before."""

from django.db.models import QuerySet

from accounts.lists import ListColumn, Listing
from accounts.models import User
from accounts.searches import Search
from households.filters.helpers import PairingFilter, PostingFilter
from households.lists import words
from households.lists.searching import read_search
from households.models import HelperPairing, Posting

_FILE = ("households:household_detail", "household__household_no")
_VILLAGE = ("households:village_detail", "area_code")

PAIRING_COLUMNS = (
    ListColumn(
        "household_no",
        "户编号",
        "household__household_no",
        sort="household__household_no",
        link=_FILE,
        width=22,
    ),
    ListColumn("head_name", "户主", "household__head_name", field="name", width=10),
    ListColumn("township", "乡镇", "household__village__parent__short_name"),
    ListColumn(
        "village",
        "村",
        "household__village__short_name",
        sort="area_code",
        link=_VILLAGE,
        width=14,
    ),
    ListColumn("person_count", "人数", "household__person_count", kind="num", width=7),
    ListColumn(
        "status",
        "脱贫状态",
        "household__status",
        words=words.STATUS,
        tone=words.state_tone,
        width=14,
    ),
    ListColumn(
        "planned_exit_year",
        "计划脱贫",
        "household__planned_exit_year",
        sort="household__planned_exit_year",
        kind="num",
        width=10,
    ),
    ListColumn("name", "帮扶责任人", sort="name"),
    ListColumn("unit_name", "帮扶单位", sort="unit_name", width=22),
    ListColumn("user", "登录账号", "user__name", width=12, chosen=False),
    ListColumn("starts_on", "结对日期", sort="starts_on", width=12),
    ListColumn("ends_on", "结束日期", sort="ends_on", width=12),
)

POSTING_COLUMNS = (
    ListColumn("village", "村", "village__short_name", sort="area_code", link=_VILLAGE, width=14),
    ListColumn("township", "乡镇", "village__parent__short_name"),
    ListColumn("is_poor", "贫困村", "village__is_poor", words=words.YES_NO, width=8),
    ListColumn("post", "岗位", sort="post", words=words.POST, width=14),
    ListColumn("person_name", "姓名", sort="person_name", width=10),
    ListColumn("title", "职务", width=16),
    ListColumn("unit", "单位", "unit__name", sort="unit__name", width=24),
    ListColumn("phone", "联系电话", field="phone", width=16),
    ListColumn("starts_on", "到岗日期", sort="starts_on", width=12),
    ListColumn("ends_on", "离岗日期", sort="ends_on", width=12),
)


def pairings(user: User) -> "QuerySet[HelperPairing]":
    """Give the pairings of registered households inside a user's area."""
    return HelperPairing.objects.visible_to(user).filter(household__registered=True)


def postings(user: User) -> "QuerySet[Posting]":
    """Give the postings inside a user's area."""
    return Posting.objects.visible_to(user)


def search_pairings(rows: "QuerySet[HelperPairing]", asked: Search) -> "QuerySet[HelperPairing]":
    """Find pairings by the helper's name, the household's number or telephone."""
    by = {
        "name": "name__startswith",
        "number": "household__household_no__startswith",
        "phone": "household__phone_key",
    }
    return rows.filter(**{by[asked.kind]: asked.value}) if asked.kind in by else rows.none()


def search_postings(rows: "QuerySet[Posting]", asked: Search) -> "QuerySet[Posting]":
    """Find postings by the person's name or the village's code."""
    by = {"name": "person_name__startswith", "number": "area_code__startswith"}
    return rows.filter(**{by[asked.kind]: asked.value}) if asked.kind in by else rows.none()


PAIRINGS = Listing(
    name="pairings",
    label="帮扶责任人",
    permission="households.view_helperpairing",
    columns=PAIRING_COLUMNS,
    order=("area_code", "household", "starts_on"),
    rows=pairings,
    filterset=PairingFilter,
    hint="帮扶责任人姓名、户编号，或户的完整电话",
    read_search=read_search,
    search=search_pairings,
)
POSTINGS = Listing(
    name="postings",
    label="派驻人员",
    permission="households.view_posting",
    columns=POSTING_COLUMNS,
    order=("area_code", "post", "starts_on"),
    rows=postings,
    filterset=PostingFilter,
    hint="姓名或村代码",
    read_search=read_search,
    search=search_postings,
)
