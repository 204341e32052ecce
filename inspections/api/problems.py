"""Problems and rectification orders in the API: the pages' services behind another handle."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from inspections.filters import OrderFilter, ProblemFilter
from inspections.models import Problem, RectificationOrder
from inspections.serializers.problems import (
    CloseInput,
    ConfirmInput,
    OrderInput,
    OrderSerializer,
    ProblemDetailSerializer,
    ProblemSerializer,
    RejectInput,
    ReplyInput,
    VerifyInput,
)
from inspections.services.attachments import reply_with_files
from inspections.services.problems import confirm_problem, reject_problem
from inspections.services.rectifications import (
    acknowledge_order,
    close_problem,
    issue_order,
    verify,
)


class ProblemViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Problems the user may see, and the acts on one problem."""

    queryset = Problem.objects.none()
    filterset_class = ProblemFilter
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_problem",
        "confirm": "inspections.confirm_problem",
        "reject": "inspections.confirm_problem",
        "reply": "inspections.reply_rectification",
        "verify": "inspections.verify_rectification",
        "close": "inspections.close_problem",
    }
    serializer_class = ProblemSerializer

    def get_queryset(self) -> "QuerySet[Problem]":
        """Problems through the gate, with what is shown of them."""
        rows = Problem.objects.visible_to(person(self.request))
        rows = rows.select_related("responsible_unit", "order__issued_by")
        if self.action == "list":
            return rows
        return rows.prefetch_related(
            "entries__by", "replies__by", "replies__evidence", "replies__verification__by"
        )

    def get_serializer_class(self) -> type[ProblemSerializer]:
        """Give a line for the list, else the whole problem."""
        return ProblemSerializer if self.action == "list" else ProblemDetailSerializer

    def given(self, taken_in: type[Any]) -> dict[str, Any]:
        """Read the request by a serializer; what is wrong is answered with 400."""
        read = taken_in(data=self.request.data, context=self.get_serializer_context())
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def answer(self, problem: Problem) -> Response:
        """Give the problem as it stands after the act."""
        fresh = self.get_queryset().get(pk=problem.pk)
        return Response(self.get_serializer(fresh).data)

    @extend_schema(request=ConfirmInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str | None = None) -> Response:
        """Uphold the problem as 共性 or 个性."""
        problem, on = self.get_object(), clock.today()
        confirm_problem(problem=problem, by=person(request), on=on, **self.given(ConfirmInput))
        return self.answer(problem)

    @extend_schema(request=RejectInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str | None = None) -> Response:
        """Reject the problem as untrue."""
        problem, on = self.get_object(), clock.today()
        reject_problem(problem=problem, by=person(request), on=on, **self.given(RejectInput))
        return self.answer(problem)

    @extend_schema(request=ReplyInput, responses=ProblemDetailSerializer)
    @action(
        detail=True, methods=["post"], parser_classes=[MultiPartParser, FormParser, JSONParser]
    )
    def reply(self, request: Request, pk: str | None = None) -> Response:
        """Report the rectification with its evidence."""
        problem, now = self.get_object(), clock.now()
        reply_with_files(problem=problem, by=person(request), at=now, **self.given(ReplyInput))
        return self.answer(problem)

    @extend_schema(request=VerifyInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str | None = None) -> Response:
        """Judge the last reply by the three gates."""
        problem, now = self.get_object(), clock.now()
        verify(problem=problem, by=person(request), at=now, **self.given(VerifyInput))
        return self.answer(problem)

    @extend_schema(request=CloseInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str | None = None) -> Response:
        """Close the verified problem."""
        problem, on = self.get_object(), clock.today()
        close_problem(problem=problem, by=person(request), on=on, **self.given(CloseInput))
        return self.answer(problem)


class OrderViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Rectification orders the user may see; issuing and signing for them."""

    queryset = RectificationOrder.objects.none()
    filterset_class = OrderFilter
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_rectificationorder",
        "create": "inspections.order_rectification",
        "acknowledge": "inspections.acknowledge_order",
    }
    serializer_class = OrderSerializer

    def get_queryset(self) -> "QuerySet[RectificationOrder]":
        """Orders through the gate, with their problems."""
        seen = RectificationOrder.objects.visible_to(person(self.request))
        return seen.select_related("unit", "issued_by").prefetch_related("problems")

    @extend_schema(request=OrderInput, responses={201: OrderSerializer})
    def create(self, request: Request) -> Response:
        """Order one unit to rectify problems."""
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


ROUTES = [("problems", ProblemViewSet), ("orders", OrderViewSet)]
