"""The API of people, units and notices."""

from typing import ClassVar

from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.authtoken.models import Token
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.filters import NoticeFilter, UnitFilter
from accounts.forms import LoginForm
from accounts.models import Notice, Unit
from accounts.pages import person
from accounts.serializers import (
    LoginSerializer,
    MeSerializer,
    NoticeSerializer,
    ReadCountSerializer,
    TokenSerializer,
    UnitSerializer,
)
from accounts.services.notices import mark_read
from accounts.services.people import note_token


class TokenView(APIView):
    """A token for a user name and password, guarded as the login page is."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(request=LoginSerializer, responses=TokenSerializer)
    def post(self, request: Request) -> Response:
        """Give the token; 400 for a wrong pair, 429 while the account is locked."""
        typed = LoginSerializer(data=request.data)
        typed.is_valid(raise_exception=True)
        user = authenticate(request=request, **typed.validated_data)
        if getattr(request, "axes_locked_out", False):
            return Response({"detail": "账号暂时锁定，请15分钟后再试。"}, status=429)
        if user is None:
            return Response({"detail": LoginForm.error_messages["invalid_login"]}, status=400)
        with transaction.atomic():
            token, _ = Token.objects.get_or_create(user=user)
            note_token(user=user)
        return Response({"token": token.key})


class MeViewSet(GenericViewSet):
    """The caller himself."""

    permissions_required: ClassVar[dict[str, str]] = {"*": ""}
    serializer_class = MeSerializer
    pagination_class = None
    filter_backends = ()

    def list(self, request: Request) -> Response:
        """Give the caller, his unit, roles and permissions."""
        return Response(self.get_serializer(person(request)).data)


class UnitViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Units inside the caller's area."""

    permissions_required: ClassVar[dict[str, str]] = {"*": ""}
    serializer_class = UnitSerializer
    queryset = Unit.objects.none()
    filterset_class = UnitFilter

    def get_queryset(self) -> QuerySet[Unit]:
        """Give the units the caller may see, with their names."""
        return Unit.objects.visible_to(person(self.request)).prefetch_related("aliases")


class NoticeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """The caller's own notices."""

    permissions_required: ClassVar[dict[str, str]] = {"*": ""}
    serializer_class = NoticeSerializer
    queryset = Notice.objects.none()
    filterset_class = NoticeFilter

    def get_queryset(self) -> QuerySet[Notice]:
        """Give the caller's notices, the newest first."""
        return Notice.objects.visible_to(person(self.request))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:
        """Mark one notice read."""
        notice = self.get_object()
        mark_read(user=person(request), now=timezone.now(), notice_id=notice.pk)
        notice.refresh_from_db()
        return Response(self.get_serializer(notice).data)

    @extend_schema(operation_id="notices_read_all", request=None, responses=ReadCountSerializer)
    @action(detail=False, methods=["post"], url_path="read")
    def read_all(self, request: Request) -> Response:
        """Mark all notices read; gives how many changed."""
        return Response({"read": mark_read(user=person(request), now=timezone.now())})


ROUTES = [("me", MeViewSet), ("units", UnitViewSet), ("notices", NoticeViewSet)]
