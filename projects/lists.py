"""责任书 as a list: what its export holds."""

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, Length

from accounts import clock
from accounts.lists import ListColumn, Listing, register
from accounts.models import User
from accounts.scope import TOWNSHIP
from households.models import Area
from projects.filters import PledgeListFilter
from projects.models import Pledge

_TIER = Case(
    When(digits_here=TOWNSHIP, then=Value("区→乡镇")),
    default=Value("乡镇→村"),
    output_field=CharField(),
)
_PAPER = Case(When(file="", then=Value("")), default=Value("有"), output_field=CharField())

COLUMNS = (
    ListColumn("year", "年度", kind="num", width=8),
    ListColumn("tier", "层级", _TIER),
    ListColumn("place", "签订方", "place_here", sort="area_code", width=26),
    ListColumn("area_code", "区划代码", width=16),
    ListColumn("due_on", "应签日期", sort="due_on"),
    ListColumn("signed_on", "签订日期", sort="signed_on"),
    ListColumn("signer", "签订人职务", width=20),
    ListColumn("state", "状态", "state_here"),
    ListColumn("paper", "扫描件", _PAPER, width=10),
)


def rows(user: User) -> "QuerySet[Pledge]":
    """Give the pledges a user sees with their places' names and their state of today."""
    place = Area.objects.filter(code=OuterRef("area_code"))
    village = place.filter(level=Area.Level.VILLAGE)
    name = Subquery(place.values("short_name"))
    above = Subquery(place.values("parent__short_name"))
    state = Case(
        When(signed_on__isnull=False, then=Value("已签")),
        When(due_on__lt=clock.today(), then=Value("逾期未签")),
        default=Value("未签"),
        output_field=CharField(),
    )
    return Pledge.objects.visible_to(user).annotate(
        digits_here=Length("area_code"),
        own_name=name,
        place_here=Case(When(Exists(village), then=Concat(above, name)), default=F("own_name")),
        state_here=state,
    )


PLEDGES = register(
    Listing(
        name="pledges",
        label="责任书",
        permission="projects.view_pledge",
        columns=COLUMNS,
        order=("year", "area_code"),
        rows=rows,
        filterset=PledgeListFilter,
    )
)
