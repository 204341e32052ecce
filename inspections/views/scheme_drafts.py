"""Pages of an edited checklist: upload its workbook, see what it changes, publish or drop it."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from inspections.forms.schemes import PublishForm, WorkbookForm
from inspections.models import SchemeDraft
from inspections.scheme_sheets import Complaint
from inspections.selectors import schemes as found
from inspections.services.scheme_drafts import drop_draft, publish_draft, stage_scheme
from inspections.views.schemes import LIST, SchemeMixin
from inspections.workbooks.explained import SHEETS, field_name

MOST = 200  # complaints shown
Sheet = tuple[str, int, list[tuple[Complaint, str]]]


class SchemeUploadView(SchemeMixin, FormView):
    """Upload an edited workbook: faults are listed here, differences on the draft's page."""

    title = "上传修改稿"
    permission_required = "inspections.publish_scheme"
    form_class = WorkbookForm
    template_name = "inspections/scheme_upload.html"

    def form_valid(self, form: WorkbookForm) -> HttpResponse:
        """Read the workbook: a draft, its complaints, or a refusal of the whole file."""
        file = form.cleaned_data["file"]
        try:
            staged = stage_scheme(
                scheme=self.scheme,
                content=file.read(),
                name=file.name,
                by=person(self.request),
                at=clock.now(),
            )
        except RuleBroken as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        if staged.draft:
            return HttpResponseRedirect(
                reverse("inspections:scheme_draft", args=[staged.draft.pk])
            )
        told = complaints_by_sheet(staged.complaints)
        context = self.get_context_data(
            form=form, file_name=file.name, total=len(staged.complaints), most=MOST, sheets=told
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the newest version, which an upload is compared with."""
        return super().get_context_data(newest=found.newest_of(self.scheme), **kwargs)


def complaints_by_sheet(complaints: list[Complaint]) -> list[Sheet]:
    """Give the first complaints by sheet, in Chinese, and how many each sheet has."""
    counts = Counter(one.sheet for one in complaints)
    first = complaints[:MOST]
    return [
        (
            " ".join((sheet, *SHEETS.get(sheet, ())[:1])),
            count,
            [(one, column_name(one)) for one in first if one.sheet == sheet],
        )
        for sheet, count in counts.items()
    ]


def column_name(complaint: Complaint) -> str:
    """A column as the workbook's header shows it."""
    label = field_name(complaint.sheet, complaint.column)
    return complaint.column if label == complaint.column else f"{complaint.column} {label}"


class DraftMixin(PageMixin, PermissionRequiredMixin):
    """A page about one draft of the user's area."""

    permission_required = "inspections.publish_scheme"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def draft(self) -> SchemeDraft:
        """The draft of the address; 404 where it is not of the user's area."""
        seen = SchemeDraft.objects.visible_to(person(self.request))
        return get_object_or_404(
            seen.select_related("base", "uploaded_by", "published"), pk=self.kwargs["pk"]
        )

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the version the draft was compared with."""
        base = self.draft.base
        here = reverse("inspections:scheme_detail", args=[base.pk])
        return [("方案", reverse(LIST)), (str(base), here)]


class SchemeDraftView(DraftMixin, ServiceFormView):
    """What an edited workbook changes, and publishing it."""

    title = "核对修改"
    form_class = PublishForm
    template_name = "inspections/scheme_draft.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the draft, its differences and the rounds that keep their version."""
        draft = self.draft
        parts = found.draft_changes(draft)
        newest = found.newest_of(draft.base)
        return super().get_context_data(
            draft=draft,
            newest=newest,
            next_version=draft.base.version + 1,
            moved_on=newest.pk != draft.base_id and draft.state == SchemeDraft.State.STAGED,
            parts=parts,
            counts=found.counted(parts),
            running=found.running_rounds(draft.base, person(self.request)),
            **kwargs,
        )

    def form_valid(self, form: PublishForm) -> HttpResponse:
        """Publish; a refusal is shown above the form."""
        scheme = publish_draft(
            draft=self.draft, note=form.cleaned_data["note"], by=person(self.request)
        )
        messages.success(self.request, f"已发布为第{scheme.version}版，新制定的期次使用新版本。")
        return redirect("inspections:scheme_detail", pk=scheme.pk)


class SchemeDraftDropView(DraftMixin, View):
    """Give a draft up."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Drop it and go back to its scheme."""
        draft = self.draft
        try:
            drop_draft(draft=draft, by=person(request))
            messages.success(request, "已放弃这份修改稿，没有发布任何内容。")
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return redirect("inspections:scheme_detail", pk=draft.base_id)
