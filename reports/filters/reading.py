"""What the reading room, the receipts and the instructions can be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts import clock
from accounts.forms import DayInput
from accounts.models import Unit
from accounts.scope import COUNTY
from inspections.filters import ALL, UnitNumberFilter, flag, number_of
from reports.models import Bulletin, Instruction, Receipt
from reports.selectors.instructions import able_units
from reports.selectors.reading import found_by

SIGNED = [("waiting", "未签收"), ("received", "已签收")]
INSTRUCTION_STATES = [*Instruction.State.choices, ("overdue", "逾期")]
INTERNAL = {str(kind) for kind in Bulletin.INTERNAL}


class ReadingFilter(django_filters.FilterSet):
    """Documents by year, kind, the own unit's receipt, and whether a leader wrote on them."""

    year = django_filters.CharFilter(label="年度", widget=forms.Select, method="of_year")
    kind = django_filters.ChoiceFilter(
        choices=Bulletin.Kind.choices, label="文种", empty_label=ALL
    )
    receipt = django_filters.ChoiceFilter(
        choices=SIGNED, label="本单位签收", empty_label=ALL, method="by_receipt"
    )
    instructed = flag("批示", "有批示", "with_instruction")

    class Meta:
        model = Bulletin
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the years there are, and the kinds this reader can meet."""
        super().__init__(*args, **kwargs)
        user = self.request.user
        found = found_by(user).order_by("-year")
        years = found.values_list("year", flat=True).distinct()
        offered = [("", ALL), *((str(year), f"{year}年") for year in years)]
        self.form.fields["year"].widget.choices = offered
        if user.is_inspected:
            kinds = [pair for pair in Bulletin.Kind.choices if pair[0] not in INTERNAL]
            self.form.fields["kind"].choices = [("", ALL), *kinds]
        if user.unit_id is None:
            del self.form.fields["receipt"]

    def of_year(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep one year's; what is no year is nobody's."""
        return rows.filter(year=number_of(value))

    def by_receipt(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what the reader's unit has signed for, or has not."""
        own = Receipt.objects.filter(unit=self.request.user.unit_id or 0)
        found = own.waiting() if value == "waiting" else own.exclude(received_at=None)
        return rows.filter(pk__in=found.values("bulletin"))

    def with_instruction(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the documents with an instruction the reader may see."""
        asked = Instruction.objects.visible_to(self.request.user)
        return rows.filter(pk__in=asked.values("bulletin"))


class ReceiptFilter(django_filters.FilterSet):
    """Receipts by document, state and unit."""

    state = django_filters.ChoiceFilter(
        choices=SIGNED, label="签收", empty_label=ALL, method="by_state"
    )
    unit = UnitNumberFilter(field_name="unit")
    bulletin = django_filters.CharFilter(widget=forms.HiddenInput, method="of_document")

    class Meta:
        model = Receipt
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units of the reader's county."""
        super().__init__(*args, **kwargs)
        units = Unit.objects.within(self.request.user.area_code[:COUNTY])
        field = self.form.fields["unit"]
        field.label = "单位"
        field.widget.choices = [("", ALL), *units.values_list("pk", "name")]

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the signed ones or the others."""
        return rows.filter(received_at__isnull=value == "waiting")

    def of_document(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep one document's; what is no number is nobody's."""
        return rows.filter(bulletin=number_of(value))


class InstructionFilter(django_filters.FilterSet):
    """Instructions by state, unit and leader; 逾期 are those without a reply after their day."""

    state = django_filters.ChoiceFilter(
        choices=INSTRUCTION_STATES, label="状态", empty_label=ALL, method="by_state"
    )
    unit = UnitNumberFilter(field_name="unit")
    leader = django_filters.CharFilter(label="批示领导", lookup_expr="contains")
    given_from = django_filters.DateFilter(
        field_name="given_on",
        lookup_expr="gte",
        label="批示日期从",
        widget=DayInput,
    )

    class Meta:
        model = Instruction
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units that can be charged."""
        super().__init__(*args, **kwargs)
        units = able_units(self.request.user.area_code).values_list("pk", "name")
        field = self.form.fields["unit"]
        field.label = "承办单位"
        field.widget.choices = [("", ALL), *units]

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep those of a state; 逾期 is a part of 待办."""
        if value == "overdue":
            return rows.overdue(on=clock.today())  # type: ignore[attr-defined]  # our own rows
        return rows.filter(state=value)
