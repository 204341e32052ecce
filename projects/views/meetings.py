"""会议: the list, planning one, one meeting's page, its minutes with tasks, corrections."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts import clock
from accounts.listing_pages import ListingPage
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from accounts.scope import COUNTY
from projects.forms.meetings import (
    CorrectionForm,
    HoldForm,
    MeetingForm,
    ReasonForm,
    TaskLineFormSet,
    lines_of,
)
from projects.lists import MEETINGS
from projects.models import Meeting
from projects.selectors import meetings as read
from projects.services.meetings import (
    Plan,
    cancel_meeting,
    correct_minutes,
    hold_meeting,
    plan_meeting,
)

Tab = tuple[str, str, bool, int | None]


def tabs_of(here: str) -> list[Tab]:
    """Give the two lists of the meetings."""
    pages = (("会议", "meeting_list"), ("会议任务", "meeting_task_list"))
    return [(label, reverse(f"projects:{name}"), name == here, None) for label, name in pages]


class MeetingList(ListingPage):
    """Meetings, with the day the next push meeting is due."""

    listing = MEETINGS
    template_name = "projects/meeting_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add tabs and, for county offices, the cycle of the push meetings."""
        user, today = person(self.request), clock.today()
        whole = read.sees_whole(user) and user.area_code
        cycle = read.push_cycle(user.area_code, on=today) if whole else None
        return super().get_context_data(**kwargs) | {
            "tabs": tabs_of("meeting_list"),
            "cycle": cycle,
            "cycle_words": cycle.words(today) if cycle else "",
            "cycle_late": cycle.is_overdue(today) if cycle else False,
        }


class MeetingPlanView(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Plan a meeting; the day proposed is the one the next push meeting is due."""

    title = "安排会议"
    permission_required = "projects.run_meeting"
    form_class = MeetingForm
    template_name = "projects/form_page.html"

    def get_initial(self) -> dict[str, Any]:
        """Propose the kind of the address and the day due, today at the earliest."""
        asked, today = self.request.GET.get("kind", ""), clock.today()
        kind = asked if asked in Meeting.Kind.values else Meeting.Kind.PUSH
        due: date | None = None
        if kind == Meeting.Kind.PUSH:
            due = read.push_cycle(person(self.request).area_code, on=today).due_on
        return {"kind": kind, "planned_on": max(due or today, today)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the list."""
        back = reverse("projects:meeting_list")
        note = "推进会每20天一次，月例会每月一次。"
        given = {"crumbs": [("会议", back)], "cancel_url": back, "form_note": note}
        return super().get_context_data(submit="安排", **given, **kwargs)

    def form_valid(self, form: MeetingForm) -> HttpResponse:
        """Plan it."""
        user = person(self.request)
        plan = Plan(**form.cleaned_data)
        made = plan_meeting(area_code=user.area_code[:COUNTY], plan=plan, by=user)
        messages.success(self.request, f"已安排{made.title}。")
        return redirect("projects:meeting_detail", made.pk)


class MeetingMixin(PageMixin, PermissionRequiredMixin):
    """A page about one meeting the user may see; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: Any = "projects.view_meeting"

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting of the address."""
        seen = Meeting.objects.visible_to(person(self.request)).select_related("planned_by")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("会议", reverse("projects:meeting_list"))]

    def get_success_url(self) -> str:
        """Give the meeting's page."""
        return reverse("projects:meeting_detail", args=[self.meeting.pk])


class MeetingDetail(MeetingMixin, TemplateView):
    """When and where, the minutes with their corrections, the tasks, what was done."""

    template_name = "projects/meeting_detail.html"

    def get_title(self) -> str:
        """Name the meeting."""
        return self.meeting.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tasks and the story as far as the user sees them."""
        meeting, user, today = self.meeting, person(self.request), clock.today()
        whole = read.sees_whole(user)
        tasks = read.task_rows(user, on=today).filter(meeting=meeting).select_related("unit")
        return super().get_context_data(
            meeting=meeting,
            whole=whole,
            late=meeting.state == Meeting.State.PLANNED and meeting.planned_on < today,
            may_run=user.has_perm(read.RUN) and whole,
            tasks=list(tasks.order_by("due_on", "pk")),
            corrections=read.corrections_of(meeting) if whole else [],
            steps=read.story_of(meeting, user),
            **kwargs,
        )


class MeetingActView(MeetingMixin, ServiceFormView):
    """One act on a meeting: a form, one service, back to it."""

    permission_required = ("projects.view_meeting", read.RUN)
    template_name = "projects/form_page.html"
    submit, done, confirm = "确定", "已办理。", ""

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the meeting."""
        return [*super().get_crumbs(), (self.meeting.title, self.get_success_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the form and the way back."""
        told = {"submit": self.submit, "confirm": self.confirm, "meeting": self.meeting}
        return super().get_context_data(cancel_url=self.get_success_url(), **told, **kwargs)

    def act(self, **given: Any) -> None:
        """Hand what was typed to the service."""
        raise NotImplementedError  # each act names its service

    def form_valid(self, form: Any) -> HttpResponse:
        """Act; a refusal is shown above the form."""
        self.act(meeting=self.meeting, by=person(self.request), **form.cleaned_data)
        messages.success(self.request, self.done)
        return super().form_valid(form)


class MeetingHoldView(MeetingActView):
    """Write the minutes and give the tasks, in one form."""

    title, submit, done = "记录会议", "保存纪要和任务", "已保存，已通知各责任单位。"
    confirm = "纪要保存后不能修改，只能另加更正；任务将通知责任单位。确定保存？"
    form_class = HoldForm
    template_name = "projects/meeting_hold.html"

    def get_initial(self) -> dict[str, Any]:
        """Begin with what was planned."""
        known = {name: getattr(self.meeting, name) for name in ("place", "host", "attendees")}
        return {"held_on": min(self.meeting.planned_on, clock.today()), **known}

    @cached_property
    def lines(self) -> Any:
        """The lines of tasks as they were sent, or empty ones."""
        units = read.chargeable_units(self.meeting.area_code)
        offered = [("", "请选择"), *units.values_list("pk", "name")]
        posted = self.request.POST if self.request.method == "POST" else None
        asked = {"units": units, "offered": offered}
        formset: Any = TaskLineFormSet
        return formset(posted, prefix="task", form_kwargs=asked)

    def is_sound(self, form: Any) -> bool:
        """Ask the form and its lines."""
        return all([form.is_valid(), self.lines.is_valid()])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines."""
        return super().get_context_data(lines=self.lines, **kwargs)

    def act(self, **given: Any) -> None:
        """Hold it."""
        hold_meeting(tasks=lines_of(self.lines), **given)


class MeetingCorrectView(MeetingActView):
    """Add a correction to sealed minutes."""

    title, submit, done = "更正会议纪要", "添加更正", "已添加更正，原纪要保留。"
    form_class = CorrectionForm

    def act(self, **given: Any) -> None:
        """Correct."""
        correct_minutes(**given)


class MeetingCancelView(MeetingActView):
    """Call a planned meeting off."""

    title, submit, done = "取消会议", "取消会议", "会议已取消。"
    form_class = ReasonForm

    def act(self, **given: Any) -> None:
        """Cancel."""
        cancel_meeting(**given)
