"""The API of documents: the same gate and services as the pages."""

from collections.abc import Callable
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
from accounts.models import User
from accounts.pages import person
from reports import serializers, services
from reports.filters.bulletins import BulletinFilter
from reports.models import Bulletin, BulletinFile
from reports.selectors import county_of, may_open
from reports.selectors.acts import BY_CODE
from reports.serializers import (
    AskedJobSerializer,
    AssembleSerializer,
    BulletinDetailSerializer,
    BulletinSerializer,
)
from reports.services import ask_for_bulletin
from reports.services.receipts import receive
from reports.services.steps import refuse_unread
from reports.tasks import assemble_bulletin


def _received(*, bulletin: Bulletin, by: User) -> None:
    receive(bulletin, by=by)


class BulletinViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Documents the caller may read, and the acts of their way."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "reports.view_bulletin",
        "assemble": "reports.assemble_bulletin",
        "receive": "reports.receive_bulletin",
        "send_back": f"reports.{BY_CODE['return'].right}",
        **{code: f"reports.{offer.right}" for code, offer in BY_CODE.items()},
    }
    queryset = Bulletin.objects.none()
    filterset_class = BulletinFilter

    def get_queryset(self) -> Any:
        """Give the documents through the gate."""
        rows = Bulletin.objects.visible_to(person(self.request)).prefetch_related("files")
        return rows.defer("facts", "passages") if self.action == "list" else rows

    def get_serializer_class(self) -> Any:
        """Give the short form for lists."""
        forms: dict[str, Any] = {"list": BulletinSerializer, "assemble": AssembleSerializer}
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

    def _act(self, request: Request, service: Callable[..., Any], form: type) -> Response:
        """Hand what was sent to the service; the document as it stands then is the answer."""
        bulletin = self.get_object()
        typed = form(data=request.data, context=self.get_serializer_context())
        typed.is_valid(raise_exception=True)
        given = dict(typed.validated_data)
        refuse_unread(bulletin, seen=given.pop("edition", None))
        service(bulletin=bulletin, by=person(request), **given)
        bulletin.refresh_from_db()
        told = BulletinDetailSerializer(bulletin, context=self.get_serializer_context())
        return Response(told.data)

    @extend_schema(request=serializers.NothingSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Send the draft to review."""
        return self._act(request, services.submit_bulletin, serializers.NothingSerializer)

    @extend_schema(request=serializers.ReviewSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Pass it on to countersigning or signing."""
        return self._act(request, services.review_bulletin, serializers.ReviewSerializer)

    @extend_schema(
        request=serializers.CountersignAnswerSerializer, responses=BulletinDetailSerializer
    )
    @action(detail=True, methods=["post"])
    def countersign(self, request: Request, pk: str) -> Response:
        """Answer for the own unit."""
        return self._act(
            request, services.countersign_bulletin, serializers.CountersignAnswerSerializer
        )

    @extend_schema(request=serializers.ReasonSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request: Request, pk: str) -> Response:
        """Send it back to its drafter."""
        return self._act(request, services.return_bulletin, serializers.ReasonSerializer)

    @extend_schema(request=serializers.SignSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """Sign it for issue."""
        return self._act(request, services.sign_bulletin, serializers.SignSerializer)

    @extend_schema(request=serializers.NothingSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"])
    def number(self, request: Request, pk: str) -> Response:
        """Give it the next number."""
        return self._act(request, services.number_bulletin, serializers.NothingSerializer)

    @extend_schema(request=serializers.NothingSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, pk: str) -> Response:
        """Print, seal and send it."""
        return self._act(request, services.issue_bulletin, serializers.NothingSerializer)

    @extend_schema(request=serializers.ArchiveSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Put it away."""
        return self._act(request, services.archive_bulletin, serializers.ArchiveSerializer)

    @extend_schema(request=serializers.ReasonSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Withdraw it; its number stays."""
        return self._act(request, services.withdraw_bulletin, serializers.ReasonSerializer)

    @extend_schema(request=serializers.NothingSerializer, responses=BulletinDetailSerializer)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: str) -> Response:
        """Sign for it on behalf of the own unit."""
        return self._act(request, _received, serializers.NothingSerializer)

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
