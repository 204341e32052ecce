"""A list with filters behind a login, and a flat save that asks nobody who he is."""

import json
from typing import Any, ClassVar

import django_filters
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django_filters.views import FilterView

from tests.bench.plain.models import Area, Helper, Household, PlainAnswer, PlainVisit

COUNTY = "510304"
ALLOWED = {"yes", "no"}
MENU = ("首页", "看板", "底册", "期次", "问题", "整改", "台账", "通报", "项目资金")


def townships() -> list[tuple[str, str]]:
    """Give the townships of the county as choices."""
    rows = Area.objects.filter(code__startswith=COUNTY, level="township")
    return list(rows.values_list("code", "short_name"))


class HouseholdFilter(django_filters.FilterSet):
    """The filters of the product's list."""

    area = django_filters.ChoiceFilter(
        label="乡镇", field_name="area_code", lookup_expr="startswith", choices=townships
    )
    measure = django_filters.ChoiceFilter(label="四个一批", choices=Household.MEASURES)
    status = django_filters.ChoiceFilter(label="脱贫状态", choices=Household.STATUSES)
    planned_exit_year = django_filters.NumberFilter(label="计划脱贫年度")
    attribute = django_filters.ChoiceFilter(label="贫困户属性", choices=Household.ATTRIBUTES)
    cause = django_filters.ChoiceFilter(label="致贫原因", choices=Household.CAUSES)
    without_helper = django_filters.ChoiceFilter(
        label="帮扶责任人", choices=[("1", "未落实"), ("0", "已落实")], method="filter_helper"
    )
    q = django_filters.CharFilter(
        label="户编号", field_name="household_no", lookup_expr="contains"
    )

    class Meta:
        model = Household
        fields: ClassVar[list[str]] = []

    def filter_helper(
        self, rows: "QuerySet[Household]", name: str, value: str
    ) -> "QuerySet[Household]":
        """Keep households with or without a helper."""
        helped = Exists(Helper.objects.filter(household=OuterRef("pk"), ends_on=None))
        return rows.filter(~helped if value == "1" else helped)


class HouseholdListView(LoginRequiredMixin, FilterView):
    """The county's households, 30 a page."""

    filterset_class = HouseholdFilter
    template_name = "list.html"
    paginate_by = 30
    strict = False

    def get_queryset(self) -> "QuerySet[Household]":
        """Give the rows with their places and helpers."""
        helpers = Prefetch("helpers", Helper.objects.filter(ends_on=None))
        rows = Household.objects.filter(area_code__startswith=COUNTY)
        return rows.select_related("village__parent").prefetch_related(helpers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines of a menu."""
        return super().get_context_data(menu=MENU, **kwargs)


@csrf_exempt  # a yardstick on loopback without sessions
@require_POST
def save(request: HttpRequest, pk: int) -> JsonResponse:
    """Check the answers in one flat pass; step the version on; write them in one upsert."""
    sent = json.loads(request.body)
    answers: dict[str, str] = sent["answers"]
    if not set(answers.values()) <= ALLOWED:
        return JsonResponse({"detail": "invalid"}, status=400)
    with transaction.atomic():
        draft = PlainVisit.objects.filter(pk=pk, version=sent["version"])
        if not draft.update(version=F("version") + 1):
            return JsonResponse({"detail": "conflict"}, status=409)
        PlainAnswer.objects.bulk_create(
            [PlainAnswer(visit_id=pk, question=name, value=answers[name]) for name in answers],
            update_conflicts=True,
            unique_fields=["visit", "question"],
            update_fields=["status", "value", "reason"],
        )
    return JsonResponse({"version": sent["version"] + 1})


def ready(request: HttpRequest) -> HttpResponse:
    """Answer that the program runs."""
    return HttpResponse()


urlpatterns = [
    path("readyz", ready),
    path("list", HouseholdListView.as_view()),
    path("save/<int:pk>", save),
]
