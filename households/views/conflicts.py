"""The queue of conflicts: listed, compared side by side, explained and decided."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from accounts import clock
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from households import tasks
from households.filters.conflicts import ConflictFilter
from households.forms.conflicts import DecideForm, ExplainForm
from households.models import RegisterConflict
from households.selectors.conflicts import (
    ShownMember,
    found_text,
    reads_other_side,
    sides_of,
    what_follows,
)
from households.services.conflicts import SETTLED, decide_conflict, explain_conflict
from households.services.importing.file_rows import people_in_file
from households.views.tabs import register_tabs


class ConflictListView(ListPage):
    """Conflicts of the user's area, the open ones first."""

    title = "冲突处理"
    permission_required = "households.view_registerconflict"
    filterset_class = ConflictFilter
    template_name = "households/conflict_list.html"

    def get_queryset(self) -> "QuerySet[RegisterConflict]":
        """Give the conflicts the user may see."""
        rows = RegisterConflict.objects.visible_to(person(self.request))
        return rows.select_related("decided_by").order_by("decided_at", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the register's tabs."""
        tabs = register_tabs(self.request, "conflict_list")
        return super().get_context_data(**kwargs) | {"tabs": tabs}


class ConflictMixin(PageMixin, PermissionRequiredMixin):
    """A page about one conflict inside the user's area."""

    permission_required: str = "households.view_registerconflict"
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def conflict(self) -> RegisterConflict:
        """Give the conflict; one of another area is not found."""
        if not hasattr(self, "_conflict"):
            rows = RegisterConflict.objects.visible_to(person(self.request))
            related = rows.select_related("batch", "decided_by")
            self._conflict = get_object_or_404(related, pk=self.kwargs["pk"])
        return self._conflict

    def get_title(self) -> str:
        """Name the conflict by what it is and where."""
        return f"{self.conflict.get_kind_display()}：{self.conflict.here_no}"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the queue."""
        return [("冲突处理", reverse("households:conflict_list"))]

    def get_success_url(self) -> str:
        """Show the conflict with what was said."""
        return reverse("households:conflict_detail", args=[self.conflict.pk])


class ConflictPage(ConflictMixin):
    """Both households side by side, what was said of them, and the decision."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both households, the record and the forms."""
        conflict, user = self.conflict, person(self.request)
        context = {
            "conflict": conflict,
            "settled": conflict.decision in SETTLED,
            "found": found_text(conflict, user=user),
            "after": what_follows(conflict),
            "sides": sides_of(conflict, user=user),
            "notes": conflict.notes.select_related("by"),
            "form": DecideForm(conflict=conflict),
            "explain_form": ExplainForm(),
        }
        return super().get_context_data(**(context | kwargs))


class ConflictDetailView(ConflictPage, TemplateView):
    """The conflict as it stands."""

    template_name = "households/conflict_detail.html"


class ConflictDecideView(ConflictPage, ServiceFormView):
    """Settle a conflict; what is wrong is shown on its page."""

    permission_required = "households.decide_conflict"
    form_class = DecideForm
    template_name = "households/conflict_detail.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the conflict to the form."""
        return super().get_form_kwargs() | {"conflict": self.conflict}

    def form_valid(self, form: DecideForm) -> HttpResponse:
        """Decide, or say why not."""
        user = person(self.request)
        decide_conflict(conflict=self.conflict, by=user, at=clock.now(), **form.cleaned_data)
        messages.success(self.request, "处理结果已记录。")
        return super().form_valid(form)


class ConflictFileView(ConflictMixin, TemplateView):
    """The household as the file has it: a piece of the page, read from the file when asked."""

    template_name = "households/conflict_file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the file's people under the number in question, if its household is the user's."""
        conflict, user = self.conflict, person(self.request)
        people: list[ShownMember] = []
        if conflict.batch and reads_other_side(conflict, user=user):
            people = people_in_file(conflict.batch, conflict.there_no, user=user)
        return super().get_context_data(**kwargs, members=people)


class ConflictExplainView(ConflictMixin, ServiceFormView):
    """A township says what it knows."""

    permission_required = "households.change_registerconflict"
    form_class = ExplainForm
    template_name = "households/form_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the conflict."""
        return super().get_context_data(**kwargs, cancel_url=self.get_success_url())

    def form_valid(self, form: ExplainForm) -> HttpResponse:
        """Add it to the record, or say why not."""
        user, text = person(self.request), form.cleaned_data["text"]
        explain_conflict(conflict=self.conflict, text=text, by=user, at=clock.now())
        messages.success(self.request, "情况说明已记录。")
        return super().form_valid(form)


class ConflictSearchView(PermissionRequiredMixin, View):
    """Ask for the whole register to be searched for near-matches."""

    permission_required = "households.decide_conflict"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the job and wake a worker; its page shows how far it is."""
        job = tasks.ask_for_near_matches(by=person(request))
        return HttpResponseRedirect(reverse("accounts:job", args=[job.pk]))
