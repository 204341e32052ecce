"""看板: a leader's month at a glance, every number a link to the list it counts."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from reports.drafting.saying import percent
from reports.facts.five_posts import missing_posts
from reports.facts.month import BLOCKS, MonthFacts
from reports.views.months import Linked, MonthMixin

GROUPS = {
    "本月督查": ("visited_township", "visited_village", "visited_household", "unfinished"),
    "本月问题": ("problems", "problems_common", "problems_severe", "problems_open"),
    "上月整改": ("last", "last_closed", "last_open", "last_overdue"),
    "年度减贫任务": ("target_villages", "exit_villages", "target_persons", "planned_persons"),
    "底册": ("households", "persons", "poor_villages", "without_helper"),
    "四个一批": (
        "measure_industry",
        "measure_relocation",
        "measure_allowance",
        "measure_medical",
    ),
}
ALARMS = {
    "problems_severe": "red",
    "last_overdue": "red",
    "without_helper": "orange",
    "problems_open": "orange",
    "last_open": "orange",
    "unfinished": "orange",
    "last_closed": "green",
}


class DashboardView(MonthMixin, PermissionRequiredMixin, TemplateView):
    """The month's figures in six groups, the six blocks, the townships."""

    title = "看板"
    permission_required = "reports.view_dashboard"
    template_name = "reports/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures with their links, the shares and the blocks."""
        context = super().get_context_data(**kwargs)
        if self.facts is not None:
            context |= self.shown(self.facts)
        return context

    def shown(self, facts: MonthFacts) -> dict[str, Any]:
        """Give what the page shows of the facts."""
        groups = [
            (name, [card(self.linked(facts.figure(key))) for key in keys])
            for name, keys in GROUPS.items()
        ]
        poor = [village for village in facts.villages if village.is_poor]
        full = sum(not missing_posts(village) for village in poor)
        helped = facts.count("households") - facts.count("without_helper")
        shares = [
            ("时序进度", facts.elapsed_days, facts.year_days, "天"),
            (
                "脱贫人口落实到户",
                facts.count("planned_persons"),
                facts.count("target_persons"),
                "人",
            ),
            ("落实帮扶责任人", helped, facts.count("households"), "户"),
            ("“五个一”全部到位", full, len(poor), "个村"),
            ("上月问题销号", facts.count("last_closed"), facts.count("last"), "个"),
        ]
        return {
            "groups": groups,
            "shares": [(*share, percent(share[1], share[2])) for share in shares],
            "blocks": [(BLOCKS[line.code], line) for line in facts.blocks],
            "checks": [
                (check.passed, check.label, f"应{check.needed}，实际{check.found}")
                for check in facts.checks
            ],
        }


def card(shown: Linked) -> tuple[Linked, str]:
    """Give a figure with its tone: a colour only where there is something to act on."""
    figure = shown.figure
    return shown, ALARMS.get(figure.key, "grey") if figure.value else "grey"
