"""A visit to read, whoever fills it in."""

from typing import Any

from django.views.generic import TemplateView

from accounts.pages import person
from inspections.models import Problem
from inspections.selectors.answer_entries import enterable
from inspections.selectors.progress import first_open_part, own_draft
from inspections.selectors.reading import read_form
from inspections.selectors.reviews import may_review
from inspections.selectors.seals import verify_seal
from inspections.views.visits import VisitMixin


class VisitDetailView(VisitMixin, TemplateView):
    """A visit to read, in the exact wording it was asked, with its seal and its reviews."""

    template_name = "inspections/visit_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the answers part by part and the problems they raised."""
        visit, form, user = self.visit, self.form, person(self.request)
        problems = Problem.objects.visible_to(user).filter(visit=visit)
        return super().get_context_data(
            read=read_form(visit, form, user=user),
            problems=list(problems.select_related("responsible_unit")),
            sealed=verify_seal(visit),
            reviews=list(visit.reviews.select_related("by")),
            may_review=may_review(visit, user),
            enterable=enterable(visit, user),
            may_fill=own_draft(visit, user) and user.has_perm("inspections.fill_visit"),
            first_open=first_open_part(form),
            **kwargs,
        )
