"""会议任务: the list, one task's page, its report, confirmation and return."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts import clock
from accounts.listing_pages import ListingPage
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from projects.forms.meetings import ConfirmForm, ReasonForm, ReportForm
from projects.lists import MEETING_TASKS
from projects.models import MeetingTask
from projects.selectors import meetings as read
from projects.services.meeting_tasks import confirm_task, report_task, return_task
from projects.views.meetings import tabs_of


class MeetingTaskList(ListingPage):
    """Tasks: the county's for its offices, a unit's own."""

    listing = MEETING_TASKS
    template_name = "projects/meeting_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add tabs."""
        return super().get_context_data(**kwargs) | {"tabs": tabs_of("meeting_task_list")}


class TaskMixin(PageMixin, PermissionRequiredMixin):
    """A page about one task the user may see; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: Any = "projects.view_meetingtask"

    @cached_property
    def task(self) -> MeetingTask:
        """The task of the address."""
        seen = MeetingTask.objects.visible_to(person(self.request))
        joined = seen.select_related("unit", "meeting", "reported_by", "confirmed_by")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("会议任务", reverse("projects:meeting_task_list"))]

    def get_success_url(self) -> str:
        """Give the task's page."""
        return reverse("projects:meeting_task", args=[self.task.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the task, whether it is late, what the user may do now, what was done."""
        task, user = self.task, person(self.request)
        return super().get_context_data(
            task=task,
            late=task.is_overdue(on=clock.today()),
            may_report=read.may_report(task, user),
            may_confirm=read.may_confirm(task, user),
            steps=task.steps.select_related("by").order_by("-pk"),
            **kwargs,
        )


class MeetingTaskDetail(TaskMixin, TemplateView):
    """What is to be done, by whom and when, what was reported."""

    title = "会议任务"
    template_name = "projects/meeting_task.html"


class TaskActView(TaskMixin, ServiceFormView):
    """One act on a task: a form beside the task, one service, back to it."""

    template_name = "projects/meeting_task_act.html"
    submit, done = "确定", "已办理。"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the task."""
        return [*super().get_crumbs(), ("会议任务", self.get_success_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the button."""
        back = self.get_success_url()
        return super().get_context_data(submit=self.submit, cancel_url=back, **kwargs)

    def act(self, **given: Any) -> None:
        """Hand what was typed to the service."""
        raise NotImplementedError  # each act names its service

    def form_valid(self, form: Any) -> HttpResponse:
        """Act; a refusal is shown above the form."""
        self.act(task=self.task, by=person(self.request), **form.cleaned_data)
        messages.success(self.request, self.done)
        return super().form_valid(form)


class TaskReportView(TaskActView):
    """Report for the unit."""

    title, submit, done = "报告办理结果", "提交报告", "已报告，等待确认办结。"
    permission_required = ("projects.view_meetingtask", read.REPORT)
    form_class = ReportForm

    def get_initial(self) -> dict[str, Any]:
        """Give a report that was sent back, to be put right."""
        return {"result": self.task.result}

    def act(self, **given: Any) -> None:
        """Report."""
        report_task(**given)


class TaskConfirmView(TaskActView):
    """Confirm that the task is done."""

    title, submit, done = "确认办结", "确认办结", "已办结。"
    permission_required = ("projects.view_meetingtask", read.RUN)
    form_class = ConfirmForm

    def act(self, **given: Any) -> None:
        """Confirm."""
        confirm_task(**given)


class TaskReturnView(TaskActView):
    """Send the report back."""

    title, submit, done = "退回", "退回", "已退回，已通知责任单位。"
    permission_required = ("projects.view_meetingtask", read.RUN)
    form_class = ReasonForm

    def act(self, **given: Any) -> None:
        """Send back."""
        return_task(**given)
