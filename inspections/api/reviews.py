"""The review over the API: one sealed form accepted or returned by the pages' own services."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.clock import now
from accounts.pages import person
from inspections.serializers.visits import VisitSerializer
from inspections.services.reviews import REMARK_LENGTH, accept_visit, return_visit

PERMISSIONS = {
    "accept": "inspections.review_visit",
    "return_": "inspections.review_visit",
}


class ReturnSerializer(serializers.Serializer[Any]):
    """Why a form goes back."""

    remark = serializers.CharField(max_length=REMARK_LENGTH, label="退回原因")


class ReviewActions:
    """Actions of a reviewer on one visit; mixed into the viewset of visits."""

    get_object: Any

    @extend_schema(request=None, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Let the form pass; its failing answers become problems. 409 says why not."""
        visit = accept_visit(visit=self.get_object(), by=person(request), at=now())
        return Response(VisitSerializer(visit).data)

    @extend_schema(request=ReturnSerializer, responses=VisitSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, request: Request, pk: str) -> Response:
        """Give the form back for correction. 409 says why not."""
        given = ReturnSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        remark = given.validated_data["remark"]
        visit = return_visit(visit=self.get_object(), remark=remark, by=person(request), at=now())
        return Response(VisitSerializer(visit).data)
