"""Pages of lists of problems handed in as files: the empty sheet, the upload, its preview."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, PageMixin, person
from households.exports import xlsx_response
from inspections.forms.entries import UploadForm
from inspections.models import ProblemCategory, ProblemUpload
from inspections.selectors.offered_subjects import units_on_offer
from inspections.selectors.sources import kinds_for, sources_for
from inspections.selectors.upload_preview import preview
from inspections.services.problem_uploads import (
    apply_problem_upload,
    drop_problem_upload,
    receive_problem_upload,
)
from inspections.upload_filters import UploadFilter
from inspections.workbooks.problem_list import blank_list

Above = list[Crumb]


def _above() -> Above:
    return [
        ("问题", reverse("inspections:problem_list")),
        ("问题清单", reverse("inspections:problem_upload_list")),
    ]


class ProblemUploadList(ListPage):
    """Lists handed in, the newest first."""

    title = "问题清单"
    permission_required = "inspections.view_problemupload"
    filterset_class = UploadFilter
    template_name = "inspections/problem_upload_list.html"

    def get_queryset(self) -> "QuerySet[ProblemUpload]":
        """Uploads through the gate, without their rows."""
        seen = ProblemUpload.objects.visible_to(person(self.request))
        return seen.select_related("uploaded_by").defer("rows", "complaints")

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the problems."""
        return _above()[:1]


class ProblemUploadNew(PageMixin, PermissionRequiredMixin, FormView):
    """Take a list and show what it says."""

    title = "上传问题清单"
    permission_required = "inspections.enter_problem"
    form_class = UploadForm
    template_name = "inspections/problem_upload_new.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the lists."""
        return _above()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the sources the user may enter."""
        return super().get_form_kwargs() | {"user": person(self.request)}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Read and check; what is no list is said on the form."""
        given, user, now = form.cleaned_data, person(self.request), clock.now()
        try:
            upload = receive_problem_upload(by=user, at=now, name=given["file"].name, **given)
        except RuleBroken as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect("inspections:problem_upload_detail", upload.pk)


class ProblemUploadTemplate(PermissionRequiredMixin, View):
    """The empty list with the categories, units and sources of the user's county."""

    permission_required = "inspections.enter_problem"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the workbook."""
        user = person(request)
        kinds = kinds_for(user)
        offered = sources_for(user.area_code).filter(kind__in=[value for value, _ in kinds])
        content = blank_list(
            categories=list(ProblemCategory.objects.values_list("name", flat=True)),
            units=[name for _, name in units_on_offer(user)],
            sources=[*offered.values_list("name", flat=True), *(label for _, label in kinds)],
        )
        return xlsx_response(content, name="问题清单（空表）.xlsx")


class ProblemUploadMixin(PageMixin, PermissionRequiredMixin):
    """A page about one list of the user's area."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def upload(self) -> ProblemUpload:
        """The list of the address; one of another area is not there."""
        seen = ProblemUpload.objects.visible_to(person(self.request))
        return get_object_or_404(seen.select_related("uploaded_by"), pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the lists."""
        return _above()


class ProblemUploadDetail(ProblemUploadMixin, TemplateView):
    """What the list says: the rows, what is wrong, what was entered before."""

    permission_required = "inspections.view_problemupload"
    template_name = "inspections/problem_upload_detail.html"

    def get_title(self) -> str:
        """Name the file."""
        return self.upload.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the preview."""
        shown = preview(self.upload, person(self.request))
        figures = [
            ("已登记" if self.upload.applied_at else "可以登记", shown["fresh"], "green"),
            ("已登记过", shown["known"], "grey"),
            ("须改正的行", shown["wrong"], "red" if shown["wrong"] else "grey"),
        ]
        return super().get_context_data(upload=self.upload, shown=shown, figures=figures, **kwargs)


class ProblemUploadApply(ProblemUploadMixin, View):
    """Enter all problems of a list."""

    permission_required = "inspections.enter_problem"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter through the service; a refusal is shown on the list's page."""
        try:
            made = apply_problem_upload(upload=self.upload, by=person(request), at=clock.now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已登记{made}个问题，等待认定。")
        return redirect("inspections:problem_upload_detail", pk)


class ProblemUploadDrop(ProblemUploadMixin, View):
    """Put a list aside."""

    permission_required = "inspections.enter_problem"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put aside through the service."""
        try:
            drop_problem_upload(upload=self.upload, by=person(request))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("inspections:problem_upload_detail", pk)
        messages.success(request, "已放弃这份清单，没有登记任何问题。")
        return redirect("inspections:problem_upload_list")
