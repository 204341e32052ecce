"""规划方案: 乡乡有规划、村村有方案、户户有措施; what is missing, and the papers themselves."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts import clock
from accounts.files import hand_out
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from accounts.scope import VILLAGE
from households.models import Area
from projects.filters import MissingPlanFilter
from projects.forms.plan import DocumentForm
from projects.models import PlanDocument
from projects.selectors import documents as read
from projects.services.documents import Paper, store_plan
from projects.views.frame import frame, plan_year_or_404


class DocumentBoardView(PageMixin, PermissionRequiredMixin, TemplateView):
    """Coverage by township: its plan, its villages' schemes, its households' measures."""

    title = "规划方案"
    permission_required = "projects.view_plandocument"
    template_name = "projects/document_board.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the board; a village has only its own page."""
        own = person(request).area_code
        if len(own) == VILLAGE and Area.objects.filter(code=own).exists():
            return redirect("projects:document_place", clock.today().year, own)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines and their sums."""
        user = person(self.request)
        shared = frame(self.request, "document_board", read.document_years(user))
        lines = read.coverage_lines(user, year=shared["year"])
        total = read.total_coverage(lines)
        return super().get_context_data(lines=lines, total=total, **shared, **kwargs)


class MissingPlansView(ListPage):
    """Townships and villages that must have a plan and have none."""

    title = "缺规划方案的乡镇和村"
    permission_required = "projects.view_plandocument"
    filterset_class = MissingPlanFilter
    template_name = "projects/document_missing.html"
    sort_fields = {"code": "code"}

    def get_queryset(self) -> "QuerySet[Area]":
        """Give the places without a plan of the year."""
        user = person(self.request)
        self.shared = frame(self.request, "document_board", read.document_years(user))
        return read.places_without_plan(user, year=self.shared["year"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add tabs and year."""
        return super().get_context_data(**kwargs) | self.shared


class DocumentPlaceView(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """A place's plan of a year: the one in force, its history, the form for a new one."""

    http_method_names = ["get"]
    permission_required = "projects.view_plandocument"
    form_class = DocumentForm
    template_name = "projects/document_place.html"

    @cached_property
    def area(self) -> Area:
        """The place inside the user's area; any other is not found."""
        visible = Area.objects.visible_to(person(self.request)).select_related("parent")
        return get_object_or_404(visible, pk=self.kwargs["code"])

    @cached_property
    def year(self) -> int:
        """The year of the address."""
        return plan_year_or_404(self.kwargs["year"])

    def get_title(self) -> str:
        """Name the place and the year."""
        return f"{self.area.full_name} {self.year}年规划方案"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the board; a village has none."""
        if len(person(self.request).area_code) == VILLAGE:
            return [("规划方案", None)]
        return [("规划方案", f"{reverse('projects:document_board')}?year={self.year}")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the documents, the one in force first."""
        documents = read.documents_of(person(self.request), year=self.year, code=self.area.code)
        return super().get_context_data(
            documents=list(documents), area=self.area, year=self.year, **kwargs
        )


class DocumentAddView(DocumentPlaceView):
    """Put a new plan of a place there; the page is the place's own."""

    http_method_names = ["get", "post"]
    permission_required = "projects.add_plandocument"

    def form_valid(self, form: DocumentForm) -> HttpResponse:
        """Store the document, or say why not."""
        given, user = form.cleaned_data, person(self.request)
        store_plan(
            area_code=self.area.code,
            year=self.year,
            paper=Paper(given["title"], given["dated_on"]),
            file=given["file"],
            by=user,
            at=clock.now(),
        )
        messages.success(self.request, "已上传，原文件（如有）转入历史。")
        return redirect("projects:document_place", self.year, self.area.code)


class DocumentFileView(PermissionRequiredMixin, View):
    """Hand out a plan document, in force or replaced."""

    permission_required = "projects.view_plandocument"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send the file under its title; one of another area is not found."""
        row = get_object_or_404(PlanDocument.objects.visible_to(person(request)), pk=pk)
        if not row.file.storage.exists(row.file.name or ""):
            raise Http404
        suffix = (row.file.name or "").rsplit(".", 1)[-1]
        return hand_out(row.file, name=f"{row.title}.{suffix}", inline=True)
