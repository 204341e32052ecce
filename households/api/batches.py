"""Uploads in the API: the pages' services behind another handle."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from households.filters.batches import BatchChangeFilter, BatchComplaintFilter, BatchFilter
from households.models import BatchComplaint, BatchDifference, RegisterBatch
from households.serializers.batches import (
    AnswerInput,
    ApplyInput,
    BatchDetailSerializer,
    BatchSerializer,
    ChangeSerializer,
    ColumnsInput,
    ComplaintSerializer,
    RevertInput,
    UploadInput,
)
from households.services.imports import (
    answer_batch,
    map_headers,
    receive_upload,
    revert_batch,
)
from households.tasks import ask_for_apply, ask_for_check

_CHANGE = "households.change_registerbatch"


class BatchViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Uploads inside the caller's area, and the acts on one of them."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "households.view_registerbatch",
        "upload": "households.add_registerbatch",
        **dict.fromkeys(("answer", "columns", "apply", "revert"), _CHANGE),
    }
    queryset = RegisterBatch.objects.none()
    filterset_class = BatchFilter
    serializer_class = BatchSerializer

    def get_queryset(self) -> QuerySet[RegisterBatch]:
        """Give the uploads the caller sees."""
        batches = RegisterBatch.objects.visible_to(person(self.request))
        return batches.select_related("uploaded_by")

    def get_serializer_class(self) -> type[BaseSerializer]:
        """Give a line for the list, else the whole upload."""
        return BatchSerializer if self.action == "list" else BatchDetailSerializer

    def given(self, taken_in: type[Any]) -> dict[str, Any]:
        """Read the request by a serializer; what is wrong is answered with 400."""
        read = taken_in(data=self.request.data, context=self.get_serializer_context())
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def answered(self, batch: RegisterBatch, code: int = status.HTTP_200_OK) -> Response:
        """Give the upload as it stands after the act."""
        fresh = self.get_queryset().get(pk=batch.pk)
        return Response(self.get_serializer(fresh).data, status=code)

    @extend_schema(
        operation_id="batches_upload",
        request=UploadInput,
        responses={status.HTTP_201_CREATED: BatchDetailSerializer},
    )
    @action(
        detail=False, methods=["post"], parser_classes=[MultiPartParser, FormParser, JSONParser]
    )
    def upload(self, request: Request) -> Response:
        """Take a file and have it checked."""
        given, user = self.given(UploadInput), person(request)
        batch = receive_upload(by=user, name=given["file"].name, at=clock.now(), **given)
        ask_for_check(batch=batch, by=user)
        return self.answered(batch, status.HTTP_201_CREATED)

    @extend_schema(request=AnswerInput, responses=BatchDetailSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str | None = None) -> Response:
        """Answer the file's questions and have it checked again."""
        batch, user = self.get_object(), person(request)
        given = {"answers": {}} | self.given(AnswerInput)
        ask_for_check(batch=answer_batch(batch=batch, by=user, **given), by=user)
        return self.answered(batch)

    @extend_schema(request=ColumnsInput, responses=BatchDetailSerializer)
    @action(detail=True, methods=["post"])
    def columns(self, request: Request, pk: str | None = None) -> Response:
        """Say what the file's columns are and have it checked again."""
        batch, user = self.get_object(), person(request)
        mapped = map_headers(batch=batch, by=user, **self.given(ColumnsInput))
        ask_for_check(batch=mapped, by=user)
        return self.answered(batch)

    @extend_schema(request=ApplyInput, responses=BatchDetailSerializer)
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str | None = None) -> Response:
        """Ask for a staged file to be applied; asking twice applies once."""
        batch, user = self.get_object(), person(request)
        given = self.given(ApplyInput)
        ask_for_apply(batch=batch, by=user, partial=given["accepted_only"])
        return self.answered(batch)

    @extend_schema(request=RevertInput, responses=BatchDetailSerializer)
    @action(detail=True, methods=["post"])
    def revert(self, request: Request, pk: str | None = None) -> Response:
        """Take an applied file back."""
        batch, given = self.get_object(), self.given(RevertInput)
        revert_batch(batch=batch, by=person(request), at=clock.now(), **given)
        return self.answered(batch)


class ComplaintViewSet(mixins.ListModelMixin, GenericViewSet):
    """What is said of the cells of the uploads inside the caller's area."""

    permissions_required: ClassVar[dict[str, str]] = {"*": "households.view_registerbatch"}
    queryset = BatchComplaint.objects.none()
    serializer_class = ComplaintSerializer
    filterset_class = BatchComplaintFilter

    def get_queryset(self) -> QuerySet[BatchComplaint]:
        """Give the complaints about the uploads the caller sees."""
        batches = RegisterBatch.objects.visible_to(person(self.request))
        return BatchComplaint.objects.filter(batch__in=batches).order_by("-batch", "pk")


class DifferenceViewSet(mixins.ListModelMixin, GenericViewSet):
    """What uploads add, change or do not name, inside the caller's area."""

    permissions_required: ClassVar[dict[str, str]] = {"*": "households.view_registerbatch"}
    queryset = BatchDifference.objects.none()
    serializer_class = ChangeSerializer
    filterset_class = BatchChangeFilter

    def get_queryset(self) -> QuerySet[BatchDifference]:
        """Give the differences the caller sees, the newest upload first."""
        rows = BatchDifference.objects.visible_to(person(self.request))
        return rows.order_by("-batch", "pk")


ROUTES = [
    ("batches", BatchViewSet),
    ("batch-complaints", ComplaintViewSet),
    ("batch-differences", DifferenceViewSet),
]
