"""发文登记簿 as a list: every number given, the withdrawn ones with their reason."""

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Concat

from accounts.lists import ListColumn, Listing, register
from accounts.tones import tone_of
from reports.filters.bulletins import NumberFilter
from reports.models import Bulletin, DocumentNumber


def _joined(*parts: F | Value) -> Concat:
    return Concat(*(Cast(part, CharField()) for part in parts), output_field=CharField())


_YEARLY = _joined(F("series"), Value("〔"), F("year"), Value("〕"), F("serial"), Value("号"))
_COUNTED = _joined(
    *(F("series"), Value("〔"), F("year"), Value("〕第"), F("serial"), Value("期（总第")),
    *(F("bulletin__total_serial"), Value("期）")),
)
_NUMBER = Case(
    When(bulletin__total_serial=None, then=_YEARLY), default=_COUNTED, output_field=CharField()
)

COLUMNS = (
    ListColumn(
        *("number", "文号", _NUMBER),
        sort="serial",
        link=("reports:bulletin_detail", "bulletin"),
        width=24,
    ),
    ListColumn("kind", "文种", "bulletin__kind", words=dict(Bulletin.Kind.choices), width=16),
    ListColumn("title", "标题", "bulletin__title", width=50),
    ListColumn("day", "成文日期", "bulletin__issued_on", sort="bulletin__issued_on"),
    ListColumn(
        *("state", "状态", "bulletin__state"),
        words=dict(Bulletin.State.choices),
        tone=tone_of,
        width=10,
    ),
    ListColumn("reason", "撤回原因", width=30),
    ListColumn("corrects", "更正的文件", "bulletin__corrects__title", width=40, chosen=False),
    ListColumn("signed_by", "签发人", "bulletin__signed_by__name", width=10),
    ListColumn("given_by", "编号人", "given_by__name", width=10, chosen=False),
    ListColumn("given_at", "编号时间", sort="given_at", width=18),
    ListColumn("issued_at", "印发时间", "bulletin__issued_at", width=18, chosen=False),
)

NUMBERS = register(
    Listing(
        name="document-numbers",
        label="发文登记簿",
        permission="reports.view_documentnumber",
        columns=COLUMNS,
        order=("-year", "series", "-serial"),
        rows=DocumentNumber.objects.visible_to,
        filterset=NumberFilter,
    )
)
