"""Entering problems in the API: one by one, and as lists."""

from typing import ClassVar

from django.db.models import QuerySet
from django.forms import Form
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from inspections.api.problem_acts import ProblemActs
from inspections.forms.entries import EntryForm, UploadForm
from inspections.models import ProblemUpload
from inspections.serializers.entries import (
    EntryInput,
    ProblemListInput,
    ProblemUploadDetailSerializer,
    ProblemUploadSerializer,
)
from inspections.serializers.problems import ProblemDetailSerializer
from inspections.services.entry_files import enter_with_files
from inspections.services.problem_uploads import (
    apply_problem_upload,
    drop_problem_upload,
    receive_problem_upload,
)
from inspections.upload_filters import UploadFilter

PERMISSIONS = {"create": "inspections.enter_problem"}


def refuse_invalid(form: Form) -> None:
    """Answer what the page's form does not take with 400, by the names of its fields."""
    if not form.is_valid():
        raise ValidationError(
            {name: [str(one) for one in wrong] for name, wrong in form.errors.items()}
        )


class EntryActs(ProblemActs):
    """Entering a problem."""

    @extend_schema(request=EntryInput, responses={201: ProblemDetailSerializer})
    def create(self, request: Request) -> Response:
        """Enter a problem; a repeated `entry_key` gives the one that is there."""
        user, on = person(request), clock.today()
        form = EntryForm(data=self.given(EntryInput), user=user, on=on)
        refuse_invalid(form)
        problem = enter_with_files(by=user, on=on, **form.entry())
        shown = ProblemDetailSerializer(problem, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)


class ProblemUploadViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Lists of problems inside the user's area: handed in, looked at, entered or put aside."""

    queryset = ProblemUpload.objects.none()
    filterset_class = UploadFilter
    serializer_class = ProblemUploadDetailSerializer
    parser_classes = (MultiPartParser, JSONParser)
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_problemupload",
        "create": "inspections.enter_problem",
        "apply": "inspections.enter_problem",
        "drop": "inspections.enter_problem",
    }

    def get_queryset(self) -> "QuerySet[ProblemUpload]":
        """Lists through the gate."""
        return ProblemUpload.objects.visible_to(person(self.request))

    def get_serializer_class(self) -> type[ProblemUploadSerializer]:
        """Give a line for the list, else the whole of it."""
        return ProblemUploadSerializer if self.action == "list" else ProblemUploadDetailSerializer

    @extend_schema(request=ProblemListInput, responses={201: ProblemUploadDetailSerializer})
    def create(self, request: Request) -> Response:
        """Hand in a list; it is read and complained about, nothing is entered yet."""
        read = ProblemListInput(data=request.data, context=self.get_serializer_context())
        read.is_valid(raise_exception=True)
        user, files = person(request), {"file": read.validated_data.pop("file")}
        form = UploadForm(data=read.validated_data, files=files, user=user)
        refuse_invalid(form)
        given, now = form.cleaned_data, clock.now()
        upload = receive_problem_upload(by=user, at=now, name=given["file"].name, **given)
        return Response(self.get_serializer(upload).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=ProblemUploadDetailSerializer)
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str | None = None) -> Response:
        """Enter all problems of the list, or none."""
        upload = self.get_object()
        apply_problem_upload(upload=upload, by=person(request), at=clock.now())
        return Response(self.get_serializer(upload).data)

    @extend_schema(request=None, responses=ProblemUploadDetailSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str | None = None) -> Response:
        """Put the list aside."""
        upload = self.get_object()
        drop_problem_upload(upload=upload, by=person(request))
        return Response(self.get_serializer(upload).data)


ROUTES = [("problem-uploads", ProblemUploadViewSet)]
