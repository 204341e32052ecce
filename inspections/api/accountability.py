"""问责 in the API: the register for the discipline office, proposals, totals."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from inspections.api.problem_acts import ProblemActs
from inspections.models import AccountabilityCase, Sanction
from inspections.rectification_filters import CaseFilter, SanctionFilter
from inspections.selectors import accountability as read
from inspections.serializers.accountability import (
    CaseDetailSerializer,
    CaseSerializer,
    DismissInput,
    ProposalSerializer,
    ProposeByHandInput,
    ProposeInput,
    RevokeInput,
    SanctionInput,
    SanctionSerializer,
    TermInput,
    TotalsSerializer,
)
from inspections.services.accountability import propose_by_hand, propose_for
from inspections.services.sanctions import (
    Decided,
    dismiss_case,
    open_case,
    record_sanction,
    revoke_sanction,
)

REGISTER = "inspections.view_accountabilitycase"
DECIDE = "inspections.decide_accountability"
TOTALS = "inspections.view_accountability_totals"
PERMISSIONS = {"accountability": read.PROPOSE}


class ProposingActs(ProblemActs):
    """What may be done about one problem's failure."""

    @extend_schema(request=ProposeInput, responses={201: ProposalSerializer})
    @action(detail=True, methods=["post"])
    def accountability(self, request: Request, pk: str | None = None) -> Response:
        """Put the problem's failure before the discipline office."""
        problem, given = self.get_object(), self.given(ProposeInput)
        made = propose_for(problem=problem, by=person(request), at=clock.now(), **given)
        return Response(ProposalSerializer(made).data, status=status.HTTP_201_CREATED)


class Typed(GenericViewSet):
    """Reads what was sent."""

    def given(self, taken_in: type[Any]) -> dict[str, Any]:
        """Read the request by a serializer; what is wrong is answered with 400."""
        asked = self.request
        sent = asked.query_params if asked.method == "GET" else asked.data
        taken = taken_in(data=sent, context=self.get_serializer_context())
        taken.is_valid(raise_exception=True)
        return dict(taken.validated_data)


class CaseViewSet(mixins.ListModelMixin, Typed):
    """Cases for the discipline office; putting one before it, and what became of one's own."""

    queryset = AccountabilityCase.objects.none()
    filterset_class = CaseFilter
    serializer_class = CaseSerializer
    permissions_required: ClassVar[dict[str, str]] = {
        "*": DECIDE,
        "list": REGISTER,
        "create": read.PROPOSE,
        "proposals": read.PROPOSE,
        "totals": TOTALS,
    }

    def get_queryset(self) -> "QuerySet[AccountabilityCase]":
        """Cases through the gate, what waits first."""
        return read.cases_for_list(AccountabilityCase.objects.visible_to(person(self.request)))

    @extend_schema(responses=CaseDetailSerializer)
    def retrieve(self, request: Request, pk: str | None = None) -> Response:
        """Give a case with its measures, names in full; the reading is written down."""
        return self.opened(self.get_object())

    def opened(self, case: AccountabilityCase) -> Response:
        """Give the case as the discipline office reads it."""
        case.opened = open_case(case=case, by=person(self.request))  # type: ignore[attr-defined]
        return Response(CaseDetailSerializer(case).data)

    @extend_schema(request=ProposeByHandInput, responses={201: ProposalSerializer})
    def create(self, request: Request) -> Response:
        """Put a matter that is no problem before the discipline office."""
        given = self.given(ProposeByHandInput)
        made = propose_by_hand(by=person(request), at=clock.now(), **given)
        return Response(ProposalSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=ProposalSerializer(many=True), filters=False)
    @action(detail=False, filterset_class=None)
    def proposals(self, request: Request) -> Response:
        """Give what the user's own office proposed: whether it waits, and no more."""
        page = self.paginate_queryset(read.proposals_of(person(request)))
        return self.get_paginated_response(ProposalSerializer(page, many=True).data)

    @extend_schema(parameters=[TermInput], responses=TotalsSerializer, filters=False)
    @action(detail=False, filterset_class=None, pagination_class=None)
    def totals(self, request: Request) -> Response:
        """Give the figures of a term; nobody is named."""
        term = read.this_year(clock.today()) | self.given(TermInput)
        found = read.totals(person(request).area_code, **term)
        return Response(TotalsSerializer(found).data)

    @extend_schema(request=SanctionInput, responses=CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def sanction(self, request: Request, pk: str | None = None) -> Response:
        """Record a measure of the case; the first decides it."""
        case, given = self.get_object(), self.given(SanctionInput)
        record_sanction(decided=Decided(**given), by=person(request), at=clock.now(), case=case)
        return self.opened(case)

    @extend_schema(request=DismissInput, responses=CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str | None = None) -> Response:
        """End the case without a measure, with the reason of exemption."""
        case, given = self.get_object(), self.given(DismissInput)
        dismiss_case(case=case, by=person(request), at=clock.now(), **given)
        return self.opened(case)


class SanctionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, Typed):
    """Measures recorded, persons by surname only; recording one without a case, revoking."""

    queryset = Sanction.objects.none()
    filterset_class = SanctionFilter
    serializer_class = SanctionSerializer
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_sanction",
        "create": DECIDE,
        "revoke": DECIDE,
    }

    def get_queryset(self) -> "QuerySet[Sanction]":
        """Measures through the gate."""
        seen = read.sanctions_for_list(Sanction.objects.visible_to(person(self.request)))
        return seen.select_related("recorded_by", "revoked_by")

    @extend_schema(request=SanctionInput, responses={201: SanctionSerializer})
    def create(self, request: Request) -> Response:
        """Record a measure that no case led to."""
        decided = Decided(**self.given(SanctionInput))
        made = record_sanction(decided=decided, by=person(request), at=clock.now())
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RevokeInput, responses=SanctionSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str | None = None) -> Response:
        """Revoke the measure."""
        sanction, given = self.get_object(), self.given(RevokeInput)
        revoke_sanction(sanction=sanction, by=person(request), at=clock.now(), **given)
        return Response(self.get_serializer(sanction).data)


ROUTES = [("accountability-cases", CaseViewSet), ("sanctions", SanctionViewSet)]
