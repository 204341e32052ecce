"""The API of bulletins: the same gate and services as the pages."""

from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_202_ACCEPTED
from rest_framework.viewsets import GenericViewSet

from accounts.files import hand_out
from accounts.pages import person
from reports.filters import BulletinFilter
from reports.models import Bulletin, BulletinFile
from reports.selectors import county_of, may_open
from reports.serializers import (
    AskedJobSerializer,
    AssembleSerializer,
    BulletinDetailSerializer,
    BulletinSerializer,
    IssueSerializer,
)
from reports.services import ask_for_bulletin, issue_bulletin
from reports.tasks import assemble_bulletin


class BulletinViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Bulletins the caller may read; drafting and issuing for the office."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "reports.view_bulletin",
        "assemble": "reports.assemble_bulletin",
        "issue": "reports.issue_bulletin",
    }
    queryset = Bulletin.objects.none()
    filterset_class = BulletinFilter

    def get_queryset(self) -> Any:
        """Give the bulletins through the gate."""
        rows = Bulletin.objects.visible_to(person(self.request)).prefetch_related("files")
        return rows.defer("facts") if self.action == "list" else rows

    def get_serializer_class(self) -> Any:
        """Give the short form for lists, each action its own input."""
        forms: dict[str, Any] = {
            "list": BulletinSerializer,
            "assemble": AssembleSerializer,
            "issue": IssueSerializer,
        }
        return forms.get(self.action, BulletinDetailSerializer)

    @extend_schema(request=AssembleSerializer, responses={202: AskedJobSerializer})
    @action(detail=False, methods=["post"])
    def assemble(self, request: Request) -> Response:
        """Ask for a month's draft; the job does it in the background."""
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        user = person(request)
        period = date.fromisoformat(f"{typed.validated_data['period']}-01")
        with transaction.atomic():
            job = ask_for_bulletin(county=county_of(user), period=period, by=user)
            assemble_bulletin.delay_on_commit(job.pk)
        job.refresh_from_db()
        return Response({"job": job.pk, "state": job.state}, status=HTTP_202_ACCEPTED)

    @extend_schema(request=IssueSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, pk: str) -> Response:
        """Number and seal the draft."""
        bulletin = self.get_object()
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        issued = issue_bulletin(
            bulletin=bulletin, by=person(request), on=typed.validated_data["issued_on"]
        )
        return Response(BulletinDetailSerializer(issued).data)

    @extend_schema(
        parameters=[OpenApiParameter("kind", str, OpenApiParameter.PATH, description="文件类别")],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path="files/(?P<kind>[^/.]+)")
    def file(self, request: Request, pk: str, kind: str) -> HttpResponseBase:
        """Hand out one file of the bulletin."""
        file = get_object_or_404(BulletinFile, bulletin=self.get_object(), kind=kind)
        if not may_open(file=file, user=person(request)):
            raise NotFound
        return hand_out(file.file, name=file.name)


ROUTES = [("bulletins", BulletinViewSet)]
