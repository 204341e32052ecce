"""Plan documents in the API."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.files import hand_out
from accounts.pages import person
from projects.api.places import require_places
from projects.filters import DocumentFilter
from projects.models import PlanDocument
from projects.serializers.plan import DocumentInput, DocumentSerializer
from projects.services.documents import Paper, store_plan


class DocumentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Plan documents of the places the caller sees, replaced ones too."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "projects.view_plandocument",
        "create": "projects.add_plandocument",
    }
    serializer_class = DocumentSerializer
    queryset = PlanDocument.objects.none()
    filterset_class = DocumentFilter
    parser_classes = (MultiPartParser, FormParser, JSONParser)

    def get_queryset(self) -> QuerySet[PlanDocument]:
        """Give the documents inside the caller's area."""
        return PlanDocument.objects.visible_to(person(self.request))

    @extend_schema(request=DocumentInput, responses={201: DocumentSerializer})
    def create(self, request: Request) -> Response:
        """Store a place's plan of a year; the one before goes into history."""
        read = DocumentInput(data=request.data)
        read.is_valid(raise_exception=True)
        given, user = read.validated_data, person(request)
        require_places(user, [given["area_code"]])
        row = store_plan(
            area_code=given["area_code"],
            year=given["year"],
            paper=Paper(given["title"], given["dated_on"]),
            file=given["file"],
            by=user,
            at=clock.now(),
        )
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={200: OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponseBase:
        """Hand the file out."""
        row = self.get_object()
        if not row.file.storage.exists(row.file.name or ""):
            raise NotFound
        suffix = (row.file.name or "").rsplit(".", 1)[-1]
        return hand_out(row.file, name=f"{row.title}.{suffix}")


ROUTES = [("plan-documents", DocumentViewSet)]
