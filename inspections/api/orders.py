"""Rectification orders in the API: the pages' services behind another handle."""

from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from inspections.filters import OrderFilter
from inspections.models import RectificationOrder
from inspections.serializers.orders import (
    AcknowledgedSerializer,
    AcknowledgeInput,
    OrderInput,
    OrderSerializer,
)
from inspections.services.orders import acknowledge_order, acknowledge_orders, issue_order


class OrderViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Rectification orders the user may see; issuing and signing for them."""

    queryset = RectificationOrder.objects.none()
    filterset_class = OrderFilter
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_rectificationorder",
        "create": "inspections.order_rectification",
        "acknowledge": "inspections.acknowledge_order",
        "acknowledge_many": "inspections.acknowledge_order",
    }
    serializer_class = OrderSerializer

    def get_queryset(self) -> "QuerySet[RectificationOrder]":
        """Orders through the gate, with their problems."""
        seen = RectificationOrder.objects.visible_to(person(self.request))
        return seen.select_related("unit", "issued_by").prefetch_related("problems", "covers")

    @extend_schema(request=OrderInput, responses={201: OrderSerializer})
    def create(self, request: Request) -> Response:
        """Order one unit to rectify problems, by `due_on` or in `working_days`."""
        read = OrderInput(data=request.data, context=self.get_serializer_context())
        read.is_valid(raise_exception=True)
        on = clock.today()
        order = issue_order(by=person(request), on=on, **read.validated_data)
        return Response(self.get_serializer(order).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=OrderSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str | None = None) -> Response:
        """Sign for the order."""
        order = self.get_object()
        acknowledge_order(order=order, by=person(request), at=clock.now())
        return Response(self.get_serializer(order).data)

    @extend_schema(request=AcknowledgeInput, responses=AcknowledgedSerializer, filters=False)
    @action(detail=False, methods=["post"], url_path="acknowledge-many", pagination_class=None)
    def acknowledge_many(self, request: Request) -> Response:
        """Sign for several orders of one's own unit, all or none."""
        read = AcknowledgeInput(data=request.data, context=self.get_serializer_context())
        read.is_valid(raise_exception=True)
        orders, by, now = read.validated_data["orders"], person(request), clock.now()
        return Response({"acknowledged": acknowledge_orders(orders=orders, by=by, at=now)})


ROUTES = [("orders", OrderViewSet)]
