"""The page that says what a round still lacks, by whom, with links."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from accounts.clock import today
from accounts.pages import person
from inspections.selectors.completeness import completeness
from inspections.selectors.coverage import STATES, TESTS, Row, coverage, places
from inspections.views.rounds import RoundMixin

ONLY = {
    "missing": "只看缺的",
    **STATES,
    "overdue": "逾期",
    "unchecked": "有未查",
    "alone": "未形成问题",
}


class RoundCompletenessView(RoundMixin, PermissionRequiredMixin, TemplateView):
    """What is missing: each unit with its state, team, owner and what its form lacks."""

    title = "完成情况"
    permission_required = ("inspections.view_round", "inspections.view_draw")
    template_name = "inspections/round_completeness.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the townships with their numbers, the rows asked for, and the round's check."""
        user = person(self.request)
        rows = coverage(self.round, user, on=today())
        only, area = self.request.GET.get("only", ""), self.request.GET.get("area", "")
        here = [row for row in rows if area in ("", row.township)]
        checked = self.round.state in {"field", "done"}
        return super().get_context_data(
            places=places(rows, self.round),
            cards=[(word, key, sum(map(TESTS[key], here))) for key, word in ONLY.items()],
            states=STATES.values(),
            rows=[row for row in here if only not in TESTS or TESTS[only](row)],
            only=only if only in ONLY else "",
            only_word=ONLY.get(only, ""),
            area=area,
            blanks=blanks(rows),
            total=len(rows),
            completeness=completeness(self.round) if checked else None,
            **kwargs,
        )


def blanks(rows: Sequence[Row]) -> list[tuple[int, str, str]]:
    """Give checklist, kind and its word for each blank form the round may need on paper."""
    found = {
        (row.assignment.checklist_id, row.assignment.subject_kind): (
            row.assignment.get_subject_kind_display()
        )
        for row in rows
    }
    return [(checklist, kind, word) for (checklist, kind), word in sorted(found.items())]
