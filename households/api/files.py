"""Incomes and years of households, indicators of villages, in the API: the pages' services."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from households.facts.incomes import PARTS
from households.filters.facts import IncomeFilter, IndicatorFilter, YearFilter
from households.models import Household, HouseholdIncome, HouseholdYear, VillageIndicator
from households.serializers.facts import (
    HouseholdYearSerializer,
    IncomeInput,
    IndicatorSerializer,
    IndicatorsInput,
    YearFactsInput,
    YearIncomeSerializer,
)
from households.services.facts import set_income, set_year_facts
from households.services.indicators import Finding, set_indicators


class FactViewSet(mixins.ListModelMixin, GenericViewSet):
    """Rows of households the caller sees."""

    def seen(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Give the rows of the households the caller sees: his area, a helper's own."""
        user = person(self.request)
        households = Household.objects.visible_to(user).order_by().values("pk")
        return rows.filter(household__in=households).select_related("household")

    def given(self, taken_in: type[Any]) -> dict[str, Any]:
        """Read the request by a serializer; what is wrong is answered with 400."""
        read = taken_in(data=self.request.data, context=self.get_serializer_context())
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def answer(self, row: Any) -> Response:
        """Give the row as it stands after the act."""
        return Response(self.get_serializer(row).data, status=status.HTTP_200_OK)


class IncomeViewSet(FactViewSet):
    """Incomes by year; a POST stores a household's year."""

    queryset = HouseholdIncome.objects.none()
    filterset_class = IncomeFilter
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "households.view_householdincome",
        "create": "households.change_householdincome",
    }
    serializer_class = YearIncomeSerializer

    def get_queryset(self) -> "QuerySet[HouseholdIncome]":
        """Give the incomes the caller sees."""
        return self.seen(HouseholdIncome.objects.visible_to(person(self.request)))

    @extend_schema(request=IncomeInput, responses=YearIncomeSerializer)
    def create(self, request: Request) -> Response:
        """Store a household's income of a year."""
        given = self.given(IncomeInput)
        parts = {name: given.pop(name) for name in PARTS}
        income = set_income(parts=parts, by=person(request), on=clock.today(), **given)
        return self.answer(income)


class YearViewSet(FactViewSet):
    """Households as they stood in a year; a POST stores what is true of one."""

    queryset = HouseholdYear.objects.none()
    filterset_class = YearFilter
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "households.view_householdyear",
        "create": "households.change_householdyear",
    }
    serializer_class = HouseholdYearSerializer

    def get_queryset(self) -> "QuerySet[HouseholdYear]":
        """Give the years the caller sees."""
        return self.seen(HouseholdYear.objects.visible_to(person(self.request)))

    @extend_schema(request=YearFactsInput, responses=HouseholdYearSerializer)
    def create(self, request: Request) -> Response:
        """Store what is true of a household in a year."""
        given = self.given(YearFactsInput)
        named = {name: given.pop(name) for name in ("household", "year", "reason")}
        row = set_year_facts(facts=given, by=person(request), on=clock.today(), **named)
        return self.answer(row)


class IndicatorViewSet(FactViewSet):
    """Exit indicators of villages; a POST stores a village's year."""

    queryset = VillageIndicator.objects.none()
    filterset_class = IndicatorFilter
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "households.view_villageindicator",
        "create": "households.change_villageindicator",
    }
    serializer_class = IndicatorSerializer

    def get_queryset(self) -> "QuerySet[VillageIndicator]":
        """Give the indicators of the caller's area."""
        return VillageIndicator.objects.visible_to(person(self.request)).select_related("village")

    @extend_schema(request=IndicatorsInput, responses=IndicatorSerializer(many=True))
    def create(self, request: Request) -> Response:
        """Store a village's indicators of a year."""
        given = self.given(IndicatorsInput)
        findings = {one.pop("code"): Finding(**one) for one in given.pop("findings")}
        today, user = clock.today(), person(request)
        rows = set_indicators(findings=findings, by=user, on=today, **given)
        return Response(self.get_serializer(rows, many=True).data)


ROUTES = [("incomes", IncomeViewSet), ("years", YearViewSet), ("indicators", IndicatorViewSet)]
