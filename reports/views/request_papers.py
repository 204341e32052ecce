"""延期申请 and 约谈记录 to print, as .docx or .pdf."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from accounts.pages import person
from accounts.services.trail import record
from inspections.models import Extension, InterviewSummons
from inspections.selectors.summons import RECORD, VIEW
from reports.papers.requests import extension_paper, summons_paper
from reports.selectors.request_papers import extension_text, summons_text
from reports.views.papers import KINDS, handed


class ExtensionPaperView(PermissionRequiredMixin, View):
    """The paper of one request for more time."""

    permission_required = "inspections.view_extension"

    def get(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        """Make the file; 404 where the request is hidden or the kind of file unknown."""
        joined = Extension.objects.visible_to(person(request)).select_related(
            "problem__responsible_unit", "order", "by", "decided_by"
        )
        asked = get_object_or_404(joined, pk=pk)
        if ending not in KINDS:
            raise Http404
        paper = extension_paper(extension_text(asked))
        return handed(paper, name=f"延期申请-{asked.problem.number}", ending=ending)


class SummonsPaperView(PermissionRequiredMixin, View):
    """The paper of one 约谈; whoever may record them prints the full name, and leaves a trace."""

    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        """Make the file; 404 where the record is hidden or the kind of file unknown."""
        user = person(request)
        seen = InterviewSummons.objects.visible_to(user).select_related("unit", "recorded_by")
        held = get_object_or_404(seen, pk=pk)
        if ending not in KINDS:
            raise Http404
        full = user.has_perm(RECORD)
        paper = summons_paper(summons_text(held, user=user, full=full))
        if full:
            record(by=user, action="print_summons", about=held)
        name = f"约谈记录-{held.unit}-{held.held_on:%Y-%m-%d}"
        return handed(paper, name=name, ending=ending)
