"""Meetings and their tasks in the API."""

from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.pages import person
from accounts.scope import COUNTY
from projects.filters import MeetingFilter, MeetingTaskFilter
from projects.models import Meeting, MeetingTask
from projects.selectors.meetings import RUN
from projects.serializers.meetings import (
    CorrectionInput,
    HoldInput,
    MeetingInput,
    MeetingSerializer,
    MeetingTaskSerializer,
    NoteInput,
    ReasonInput,
    ResultInput,
)
from projects.services.meeting_tasks import confirm_task, report_task, return_task
from projects.services.meetings import (
    Plan,
    TaskLine,
    cancel_meeting,
    correct_minutes,
    hold_meeting,
    plan_meeting,
)


class MeetingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Meetings the caller sees, and running them."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "projects.view_meeting",
        **dict.fromkeys(("create", "hold", "correct", "cancel"), RUN),
    }
    serializer_class = MeetingSerializer
    queryset = Meeting.objects.none()
    filterset_class = MeetingFilter

    def get_queryset(self) -> QuerySet[Meeting]:
        """Give the meetings through the gate."""
        return Meeting.objects.visible_to(person(self.request))

    @extend_schema(request=MeetingInput, responses={201: MeetingSerializer})
    def create(self, request: Request) -> Response:
        """Plan a meeting of the caller's county."""
        read = MeetingInput(data=request.data)
        read.is_valid(raise_exception=True)
        user = person(request)
        plan = Plan(**read.validated_data)
        made = plan_meeting(area_code=user.area_code[:COUNTY], plan=plan, by=user)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=HoldInput, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """Record minutes and tasks, all or nothing."""
        meeting = self.get_object()
        read = HoldInput(data=request.data, context={"county": meeting.area_code})
        read.is_valid(raise_exception=True)
        given = read.validated_data
        lines = [TaskLine(**line) for line in given.pop("tasks", [])]
        held = hold_meeting(meeting=meeting, tasks=lines, by=person(request), **given)
        return Response(self.get_serializer(held).data)

    @extend_schema(request=CorrectionInput, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Add a correction to the minutes."""
        meeting = self.get_object()
        read = CorrectionInput(data=request.data)
        read.is_valid(raise_exception=True)
        correct_minutes(meeting=meeting, by=person(request), **read.validated_data)
        return Response(self.get_serializer(meeting).data)

    @extend_schema(request=ReasonInput, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Call a planned meeting off."""
        meeting = self.get_object()
        read = ReasonInput(data=request.data)
        read.is_valid(raise_exception=True)
        done = cancel_meeting(meeting=meeting, by=person(request), **read.validated_data)
        return Response(self.get_serializer(done).data)


class MeetingTaskViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Tasks the caller sees, and what is done with them."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "projects.view_meetingtask",
        "report": "projects.report_meetingtask",
        **dict.fromkeys(("confirm", "send_back"), RUN),
    }
    serializer_class = MeetingTaskSerializer
    queryset = MeetingTask.objects.none()
    filterset_class = MeetingTaskFilter

    def get_queryset(self) -> QuerySet[MeetingTask]:
        """Give the tasks through the gate."""
        return MeetingTask.objects.visible_to(person(self.request)).select_related("unit")

    @extend_schema(request=ResultInput, responses=MeetingTaskSerializer)
    @action(detail=True, methods=["post"])
    def report(self, request: Request, pk: str) -> Response:
        """Report for the caller's unit."""
        task = self.get_object()
        read = ResultInput(data=request.data)
        read.is_valid(raise_exception=True)
        done = report_task(task=task, by=person(request), **read.validated_data)
        return Response(self.get_serializer(done).data)

    @extend_schema(request=NoteInput, responses=MeetingTaskSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Confirm a report."""
        task = self.get_object()
        read = NoteInput(data=request.data)
        read.is_valid(raise_exception=True)
        done = confirm_task(task=task, by=person(request), **read.validated_data)
        return Response(self.get_serializer(done).data)

    @extend_schema(request=ReasonInput, responses=MeetingTaskSerializer)
    @action(detail=True, methods=["post"])
    def send_back(self, request: Request, pk: str) -> Response:
        """Send a report back."""
        task = self.get_object()
        read = ReasonInput(data=request.data)
        read.is_valid(raise_exception=True)
        done = return_task(task=task, by=person(request), **read.validated_data)
        return Response(self.get_serializer(done).data)


ROUTES = [("meetings", MeetingViewSet), ("meeting-tasks", MeetingTaskViewSet)]
