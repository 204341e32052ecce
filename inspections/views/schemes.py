"""Pages of schemes (方案): the list, a version with its questions, its workbook, its versions."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, PageMixin, person
from households.exports import xlsx_response
from inspections.forms.schemes import SchemeFilter
from inspections.models import ProblemCategory, Question, Scheme
from inspections.selectors import schemes as found
from inspections.selectors.scheme_words import told
from inspections.workbooks.writing import checklist_workbook

LIST = "inspections:scheme_list"


class SchemeListView(ListPage):
    """The newest version of each scheme the user may see."""

    title = "方案"
    permission_required = "inspections.view_scheme"
    filterset_class = SchemeFilter
    template_name = "inspections/scheme_list.html"

    def get_queryset(self) -> Any:
        """Schemes through the gate, with their questions and running rounds counted."""
        return found.current_schemes(person(self.request))


class SchemeMixin(PageMixin, PermissionRequiredMixin):
    """A page about one version of a scheme that the user may see."""

    permission_required: str = "inspections.view_scheme"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def scheme(self) -> Scheme:
        """The version of the address; 404 where it is not the user's."""
        seen = Scheme.objects.visible_to(person(self.request)).select_related("published_by")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    @property
    def page(self) -> str:
        """The address of the version's page."""
        return reverse("inspections:scheme_detail", args=[self.scheme.pk])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the schemes and to this version."""
        return [("方案", reverse(LIST)), (str(self.scheme), self.page)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the version."""
        return super().get_context_data(scheme=self.scheme, **kwargs)


class SchemeDetailView(SchemeMixin, TemplateView):
    """A version: one part of its questions, or its choices, standards or versions."""

    template_name = "inspections/scheme_detail.html"

    def get_title(self) -> str:
        """Name the version."""
        return str(self.scheme)

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the schemes."""
        return super().get_crumbs()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the part that is asked for, the versions, the drafts and the running rounds."""
        user, scheme = person(self.request), self.scheme
        questions = list(found.questions_of(scheme))
        part = self.request.GET.get("part", "")
        versions = list(found.versions_of(scheme))
        tabs, shown = tabs_of(questions, part, scheme, len(versions))
        asked = [question for question in questions if question.section_code == shown]
        return super().get_context_data(
            tabs=tabs,
            shown=shown,
            items=items_of(asked),
            versions=with_previous(versions),
            newest=versions[0],
            total=len(questions),
            running=found.running_rounds(scheme, user),
            drafts=found.waiting_drafts(scheme),
            choices=choices_of(scheme) if shown == "choices" else [],
            settings=scheme.data.get("settings", []) if shown == "settings" else [],
            **kwargs,
        )


OTHER_PARTS = {"choices": "选项", "settings": "标准和日程", "versions": "版本"}
Tab = tuple[str, str, bool, int | None]


def tabs_of(
    questions: Sequence[Question], part: str, scheme: Scheme, versions: int
) -> tuple[list[Tab], str]:
    """Give the tabs, of the form's parts and what else a scheme holds, and the open one."""
    counts = Counter(question.section_code for question in questions)
    names = {question.section_code: question.section for question in questions}
    further = {
        "choices": len(choices_of(scheme)),
        "settings": len(scheme.data.get("settings", [])),
        "versions": versions,
    }
    known = [*counts, *further]
    here = part if part in known else known[0]
    lines = [(f"{code} {names[code]}", code, count) for code, count in counts.items()]
    lines += [(OTHER_PARTS[key], key, count) for key, count in further.items()]
    return [(label, f"?part={key}", key == here, count) for label, key, count in lines], here


def choices_of(scheme: Scheme) -> list[tuple[str, list[dict[str, str]]]]:
    """Give the lists of choices of a version, each with its choices."""
    lists: dict[str, list[dict[str, str]]] = {}
    for choice in scheme.data.get("choices", []):
        lists.setdefault(choice["list_name"], []).append(choice)
    return list(lists.items())


def items_of(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Give the items of a part, each with its questions as they are told."""
    names = dict(ProblemCategory.objects.values_list("slug", "name"))
    return [
        {"group": group, "item": item, "title": title, "questions": [told(q, names) for q in rows]}
        for (group, item, title), rows in groupby(
            questions, key=lambda q: (heading_of(q), q.item, q.item_title)
        )
    ]


def heading_of(question: Question) -> str:
    """The heading inside its part; "" for one right below the part's own."""
    return "" if question.group_code == question.section_code else question.group


def with_previous(versions: Sequence[Scheme]) -> list[tuple[Scheme, Scheme | None]]:
    """Give each version beside the one before it."""
    return list(zip(versions, [*versions[1:], None], strict=True))


class SchemeWorkbookView(SchemeMixin, View):
    """A version as the workbook an office edits."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send the workbook; a version without content says so on its page."""
        scheme = self.scheme
        try:
            content = checklist_workbook(found.content_of(scheme), version=scheme.version)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect(self.page)
        return xlsx_response(content, name=f"{scheme.title}（第{scheme.version}版）.xlsx")


class SchemeDifferencesView(SchemeMixin, TemplateView):
    """What a version changed: against the one before it, or the one of ?from=."""

    template_name = "inspections/scheme_differences.html"

    def get_title(self) -> str:
        """Name the version."""
        return f"第{self.scheme.version}版的修改"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Compare; where it cannot be compared, say so on the version's page."""
        try:
            context = self.get_context_data(**kwargs)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect(self.page)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the differences and the versions to choose from."""
        others = [one for one in found.versions_of(self.scheme) if one.pk != self.scheme.pk]
        earlier = [one for one in others if one.version < self.scheme.version]
        asked = self.request.GET.get("from", "")
        before = next((one for one in others if str(one.pk) == asked), None)
        before = before or next(iter(earlier), None)
        parts = found.compared(before, self.scheme) if before else []
        return super().get_context_data(
            before=before, others=others, parts=parts, counts=found.counted(parts), **kwargs
        )
