"""The API of the five posts: terms, villages with their gaps, coverage of helpers. Read only."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from households.filters.concerns import BoardFilter
from households.filters.register import AreaChoice, TownshipFilterSet
from households.models import Area, Posting
from households.selectors import postings as selectors

READ: dict[str, str] = {"*": "households.view_posting"}


class TermFilter(TownshipFilterSet):
    """Terms by place, village and post, and by a day on which they ran."""

    area = AreaChoice(field_name="area_code")
    village = django_filters.CharFilter(label="村代码", field_name="area_code")
    post = django_filters.ChoiceFilter(label="岗位", choices=Posting.Post.choices)
    serving_on = django_filters.DateFilter(label="当日在岗", method="filter_day")

    class Meta:
        model = Posting
        fields: list[str] = []

    def filter_day(self, rows: "QuerySet[Posting]", name: str, value: date) -> "QuerySet[Posting]":
        """Keep the terms that ran on the day; both ends belong to a term."""
        return rows & Posting.objects.serving_on(value)


class TermSerializer(serializers.ModelSerializer):
    """A term in a post."""

    village_name = serializers.CharField(source="village.short_name")
    unit_name = serializers.CharField(source="unit.name", default="")

    class Meta:
        model = Posting
        fields = [
            *("id", "area_code", "village_name", "post", "person_name", "title", "unit_name"),
            *("starts_on", "ends_on"),
        ]


class SlotSerializer(serializers.Serializer):
    """A post a village must have; `posting` null is a gap."""

    post = serializers.CharField()
    name = serializers.CharField(source="label")
    posting = TermSerializer(allow_null=True)
    seen_on = serializers.DateField(source="sighting.seen_on", default=None, allow_null=True)
    present = serializers.BooleanField(source="sighting.present", default=None, allow_null=True)


class BoardSerializer(serializers.Serializer):
    """A village with its posts today."""

    area_code = serializers.CharField(source="village.code")
    village_name = serializers.CharField(source="village.short_name")
    is_poor = serializers.BooleanField(source="village.is_poor")
    gaps = serializers.IntegerField()
    slots = serializers.SerializerMethodField()

    @extend_schema_field(SlotSerializer(many=True))
    def get_slots(self, row: selectors.BoardRow) -> Any:
        """Give the posts in their order."""
        return SlotSerializer(row.slots, many=True).data


class CoverageSerializer(serializers.Serializer):
    """Registered households of a township and those with a helper: the rate as its two numbers."""

    area_code = serializers.CharField(source="code")
    name = serializers.CharField()
    helped = serializers.IntegerField()
    households = serializers.IntegerField()


class PostingViewSet(mixins.ListModelMixin, GenericViewSet):
    """Terms in posts, running and ended."""

    permissions_required: ClassVar[dict[str, str]] = READ
    serializer_class = TermSerializer
    queryset = Posting.objects.none()
    filterset_class = TermFilter

    def get_queryset(self) -> QuerySet[Posting]:
        """Give the terms in the caller's area."""
        rows = Posting.objects.visible_to(person(self.request))
        return rows.select_related("village", "unit").order_by("area_code", "post", "-starts_on")


class BoardViewSet(GenericViewSet):
    """Villages with the posts they must have today; `gap=any` keeps those that lack one."""

    permissions_required: ClassVar[dict[str, str]] = READ
    serializer_class = BoardSerializer
    queryset = Area.objects.none()
    filterset_class = BoardFilter

    def get_queryset(self) -> QuerySet[Area]:
        """Give the villages in the caller's area."""
        return Area.objects.visible_to(person(self.request)).villages()

    def list(self, request: Request) -> Response:
        """Give a page of villages."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        rows = selectors.board_rows(page or [], on=clock.today())
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


class CoverageViewSet(GenericViewSet):
    """How many households have a helper, by township."""

    permissions_required: ClassVar[dict[str, str]] = READ
    serializer_class = CoverageSerializer
    queryset = Area.objects.none()
    pagination_class = None

    def list(self, request: Request) -> Response:
        """Give the caller's townships."""
        lines = selectors.coverage(person(request))
        return Response(self.get_serializer(lines, many=True).data)


ROUTES = [
    ("postings", PostingViewSet),
    ("board", BoardViewSet),
    ("helper-coverage", CoverageViewSet),
]
