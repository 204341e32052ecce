"""督办整改单, 整改回复单 and 销号申请表 to print, as .docx or .pdf."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from accounts.pages import person
from inspections.models import Problem, RectificationOrder
from reports.papers.content import PaperForm
from reports.papers.orders import ProblemText, closing_paper, order_paper, reply_paper
from reports.selectors.order_papers import (
    order_text,
    pictures_of_order,
    pictures_of_problem,
    problem_text,
)
from reports.views.papers import KINDS, handed


class OrderPaperView(PermissionRequiredMixin, View):
    """The sheet of an order the reader may see, with the photos he may see."""

    permission_required = "inspections.view_rectificationorder"

    def get(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        """Make the file; 404 where the order is hidden or the kind of file unknown."""
        seen = RectificationOrder.objects.visible_to(person(request))
        joined = seen.select_related("unit", "issued_by", "acknowledged_by")
        order = get_object_or_404(joined, pk=pk)
        if ending not in KINDS:
            raise Http404
        text, lines = order_text(order)
        pictures = pictures_of_order(lines, person(request))
        paper = replace(order_paper(text), pictures=pictures)
        return handed(paper, name=f"督办整改单-{order.number}", ending=ending)


class ProblemPaperView(PermissionRequiredMixin, View):
    """A paper about one problem under order, through the problem's gate."""

    permission_required = "inspections.view_problem"
    name = ""
    make: Callable[[ProblemText], PaperForm]

    def get(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        """Make the file; 404 where the problem is hidden, has no order, or the kind is unknown."""
        seen = Problem.objects.visible_to(person(request))
        rows = seen.select_related("order__unit", "order__issued_by")
        problem = get_object_or_404(rows, pk=pk)
        text = problem_text(problem) if ending in KINDS else None
        if text is None:
            raise Http404
        paper = replace(type(self).make(text), pictures=pictures_of_problem(problem))
        return handed(paper, name=f"{self.name}-{problem.number}", ending=ending)


class ReplyPaperView(ProblemPaperView):
    """整改回复单: as last reported, or blank."""

    name = "整改回复单"
    make = staticmethod(reply_paper)


class ClosingPaperView(ProblemPaperView):
    """销号申请表, as far as the close-out has come."""

    name = "销号申请表"
    make = staticmethod(closing_paper)
