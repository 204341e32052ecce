"""五个一: every village's posts, who is in them, what is empty; a village's terms; ending one."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView

from accounts import clock
from accounts.pages import ListPage, PageMixin, ServiceFormView, person
from households.filters.concerns import BoardFilter
from households.forms.concerns import EndPostingForm
from households.models import Area, Posting
from households.selectors import postings as selectors
from households.services.postings import end_posting
from households.views.tabs import register_tabs


class BoardView(ListPage):
    """The board: villages × posts, with the gaps counted and the coverage of helpers."""

    title = "五个一"
    permission_required = "households.view_posting"
    filterset_class = BoardFilter
    template_name = "households/board.html"
    paginate_by = 100  # a county's poor villages on one sheet

    def get_queryset(self) -> QuerySet[Area]:
        """Give the poor villages the user sees, or the others where they are asked for."""
        villages = Area.objects.visible_to(person(self.request)).villages()
        others = self.request.GET.get("kind") == "other"
        return villages.filter(is_poor=not others).select_related("parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who serves in this page's villages, the sums and the coverage."""
        context = super().get_context_data(**kwargs)
        user, today = person(self.request), clock.today()
        lines = selectors.coverage(user)
        other = self.request.GET.get("kind") == "other"
        posts = (selectors.PAIRED,) if other else Posting.FIVE
        return context | {
            "tabs": register_tabs(self.request, "board"),
            "object_list": selectors.board_rows(context["object_list"], on=today),
            "heads": [post.label for post in posts],
            "other": other,
            "tiles": _tiles(selectors.board_sums(user, on=today)),
            "coverage": lines,
            "covered": selectors.total_coverage(lines),
            "today": today,
        }


def _tiles(sums: selectors.BoardSums) -> list[dict[str, Any]]:
    """Give the number cards: villages that are complete, and each post's gaps with their list."""
    tiles: list[dict[str, Any]] = [
        {
            "label": "五个一齐全",
            "value": sums.complete,
            "unit": f"/ {sums.poor} 个贫困村",
            "tone": "green" if sums.complete == sums.poor else "orange",
        }
    ]
    for post, label, number in sums.gaps:
        kind = "kind=other&" if post == selectors.PAIRED else ""
        tiles.append(
            {
                "label": f"{label}缺岗",
                "value": number,
                "unit": "个村",
                "tone": "red" if number else "green",
                "url": f"?{kind}gap={post}" if number else "",
            }
        )
    return tiles


class BoardVillageView(PageMixin, PermissionRequiredMixin, DetailView):
    """One village's posts with all their terms and what visitors saw."""

    permission_required = "households.view_posting"
    template_name = "households/board_village.html"
    context_object_name = "village"

    def get_object(self, queryset: "QuerySet[Area] | None" = None) -> Area:
        """Give a village inside the user's area; any other is not found."""
        villages = Area.objects.visible_to(person(self.request)).villages()
        return get_object_or_404(villages.select_related("parent"), pk=self.kwargs["code"])

    def get_title(self) -> str:
        """Name township and village."""
        what = "“五个一”" if self.object.is_poor else "结对帮扶"
        return f"{self.object.full_name}{what}"

    def get_crumbs(self) -> list[tuple[str, str | None]]:
        """Lead back to the board."""
        return [("五个一", reverse("households:board"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the terms of each post."""
        history = selectors.history(self.object, on=clock.today())
        return super().get_context_data(posts=history, today=clock.today(), **kwargs)


class PostingEndView(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """End a running term; the post is empty afterwards and the term stays in the history."""

    title = "登记离岗"
    permission_required = "households.change_posting"
    form_class = EndPostingForm
    template_name = "households/form_page.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Find the running term inside the user's area; today is the last day."""
        running = Posting.objects.visible_to(person(self.request)).filter(ends_on=None)
        found = running.select_related("village__parent", "unit")
        self.posting = get_object_or_404(found, pk=self.kwargs["pk"])
        today = clock.today()
        return super().get_form_kwargs() | {"today": today, "initial": {"ends_on": today}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whose term ends and lead back to the village."""
        context = super().get_context_data(**kwargs)
        posting, url = self.posting, self.get_success_url()
        who = posting.person_name or posting.unit
        return context | {
            "crumbs": [("五个一", reverse("households:board")), (posting.village.short_name, url)],
            "cancel_url": url,
            "form_title": f"{posting.village.full_name} {posting.get_post_display()}：{who}",
            "form_note": f"{posting.starts_on:%Y-%m-%d} 到岗。离岗后该岗位空缺，历史保留。",
        }

    def form_valid(self, form: EndPostingForm) -> HttpResponse:
        """End the term, or say why not."""
        end_posting(posting=self.posting, by=person(self.request), **form.cleaned_data)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the village's posts."""
        return reverse("households:board_village", args=[self.posting.area_code])
