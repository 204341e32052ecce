"""A 督查表 to print: filled in, or blank for paper, as .docx or .pdf."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.generic import View

from accounts.clock import today
from accounts.models import User
from accounts.pages import person
from inspections.models import Checklist, Visit
from inspections.models.subjects import SubjectKind
from inspections.selectors.visits import form_of
from reports.papers.content import PaperForm
from reports.papers.visits import blank_paper, filled_paper
from reports.renderers.paper_docx import render_paper_docx
from reports.renderers.paper_pdf import render_paper_pdf
from reports.selectors.papers import pictures_of

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def handed(paper: PaperForm, *, name: str, ending: str) -> HttpResponse:
    """Give the form as a file to save; a PDF is made with the fonts of the office."""
    if ending == "pdf":
        content = render_paper_pdf(paper, font_dir=settings.FONT_DIR)
    else:
        content = render_paper_docx(paper)
    response = HttpResponse(content, content_type=KINDS[ending])
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{ending}")
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class VisitPaperView(PermissionRequiredMixin, View):
    """One visit's form as it stands, with what the reader may see."""

    permission_required = "inspections.view_visit"

    def get(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        """Make the file; 404 where the visit is hidden or the kind of file unknown."""
        user = person(request)
        seen = Visit.objects.visible_to(user)
        joined = seen.select_related(
            "round__scheme", "assignment__team", "checklist", "submitted_by"
        )
        visit = get_object_or_404(joined, pk=pk)
        if ending not in KINDS:
            raise Http404
        form = form_of(visit, on=visit.visited_on or today())
        paper, lines = filled_paper(visit, form, user=user)
        signatures, pictures = pictures_of(lines)
        whole = replace(paper, signatures=signatures, pictures=pictures)
        name = f"督查表-{visit.subject_name}-{visit.round.period:%Y-%m}"
        return handed(whole, name=name, ending=ending)


class BlankPaperView(PermissionRequiredMixin, View):
    """The blank form of a checklist for a kind of subject."""

    permission_required = "inspections.view_draw"

    def get(self, request: HttpRequest, pk: int, kind: str, ending: str) -> HttpResponse:
        """Make the file; 404 where the checklist is another county's or asks the kind nothing."""
        checklist = get_object_or_404(Checklist.objects.select_related("scheme"), pk=pk)
        known = ending in KINDS and kind in SubjectKind.values
        paper = (
            blank_paper(checklist, kind=kind)
            if known and near(checklist, person(request))
            else None
        )
        if paper is None:
            raise Http404
        name = f"{checklist.title}-{SubjectKind(kind).label}-空白"
        return handed(paper, name=name, ending=ending)


def near(checklist: Checklist, user: User) -> bool:
    """Whether a checklist is of the user's own county."""
    area: Any = checklist.scheme.area_code
    return bool(area.startswith(user.area_code) or user.area_code.startswith(area))
