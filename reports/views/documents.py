"""新建文件: which kinds there are, the short form of each, and gathering a draft anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from inspections.models import Problem, Round
from reports.filters.documents import ChosenFilter
from reports.forms.documents import (
    BeginForm,
    BriefingForm,
    CrossCheckForm,
    RankingForm,
    SpecialForm,
    TermForm,
)
from reports.kinds import kind_of
from reports.models import Bulletin
from reports.selectors.chosen import offered_problems
from reports.selectors.cross_checks import cross_check_months
from reports.selectors.periods import frozen_months, open_terms
from reports.services.documents import begin_document, refresh_document
from reports.views.own_county import OwnCountyMixin

Kind = Bulletin.Kind
MOST = 300  # problems offered at once; the filter narrows them
Asking = Callable[["DocumentBeginView"], dict[str, Any]]


@dataclass(frozen=True)
class Choice:
    """One card: what the kind is for, its form, and what the form offers."""

    kind: str
    icon: str
    purpose: str
    form: type[BeginForm]
    asks: Asking
    template: str = "reports/document_begin.html"

    @property
    def label(self) -> str:
        """The kind's name."""
        return str(Kind(self.kind).label)


def _terms(view: "DocumentBeginView") -> dict[str, Any]:
    kind = view.choice.kind
    terms = open_terms(view.county, kind=kind, months=kind_of(kind).months)
    return {"terms": terms, "initial": {"ranked": kind != Kind.HALF_YEAR}}


def _frozen(view: "DocumentBeginView") -> dict[str, Any]:
    return {"months": frozen_months(view.county)}


def _crossed(view: "DocumentBeginView") -> dict[str, Any]:
    return {"months": cross_check_months(view.county)}


def _month(view: "DocumentBeginView") -> dict[str, Any]:
    return {"initial": {"month": view.month}}


def _chosen(view: "DocumentBeginView") -> dict[str, Any]:
    """Offer the rounds, and the problems the filter leaves; a sent form keeps what was ticked."""
    rounds = Round.objects.visible_to(person(view.request)).filter(area_code=view.county)
    offered = [row.number for row in view.offered]
    sent = Problem.objects.visible_to(person(view.request)).within(view.county)
    ticked = sent.filter(number__in=view.request.POST.getlist("numbers")[:MOST])
    return {
        "rounds": [(str(row.pk), row.title) for row in rounds[:24]],
        "offered": [*offered, *ticked.values_list("number", flat=True)],
        "month": view.month,
    }


CHOICES = (
    Choice(
        *(
            Kind.SPECIAL_REPORT,
            "report",
            "就领导关注或批示的事项，把督查情况、问题、原因、建议专题报领导。",
        ),
        *(SpecialForm, _chosen, "reports/document_special.html"),
    ),
    Choice(
        *(Kind.BRIEFING, "file-text", "向区脱贫攻坚领导小组汇报一段时间的进展、问题和建议。"),
        *(BriefingForm, _frozen),
    ),
    Choice(
        *(Kind.QUARTER, "chart-bar", "汇总一个季度已印发的月度通报，评比各乡镇整改情况。"),
        *(TermForm, _terms),
    ),
    Choice(
        *(Kind.HALF_YEAR, "calendar-event", "小结上半年或下半年的督查、整改和典型做法。"),
        *(TermForm, _terms),
    ),
    Choice(
        *(Kind.YEAR, "clipboard-check", "总评全年督查和整改，作为奖优罚劣的参考。"),
        *(TermForm, _terms),
    ),
    Choice(
        *(Kind.CROSS_CHECK, "users", "比对互查和自查的结果，通报自查不实的帮扶责任人。"),
        *(CrossCheckForm, _crossed),
    ),
    Choice(
        *(Kind.RANKING, "list-check", "按看户、看组、看村得分，公布各村“大比武”名次和奖扣。"),
        *(RankingForm, _month),
    ),
)
BY_KIND = {str(choice.kind): choice for choice in CHOICES}


class DocumentMixin(OwnCountyMixin, PageMixin, PermissionRequiredMixin, View):
    """A page of beginning a document in the user's county."""

    permission_required: Any = "reports.assemble_bulletin"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("通报", reverse("reports:bulletin_list"))]


class DocumentNewView(DocumentMixin, TemplateView):
    """The kinds to choose from."""

    title = "新建文件"
    template_name = "reports/document_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the cards."""
        return super().get_context_data(choices=CHOICES, **kwargs)


class DocumentBeginView(DocumentMixin, ServiceFormView):
    """The short form of one kind; what it makes is a draft with its text and files."""

    @cached_property
    def choice(self) -> Choice:
        """The kind of the address; 404 for one that is not begun here."""
        try:
            return BY_KIND[self.kwargs["kind"]]
        except KeyError:
            raise Http404 from None

    @cached_property
    def month(self) -> date:
        """This month."""
        return clock.today().replace(day=1)

    @cached_property
    def filter(self) -> ChosenFilter:
        """What the offered problems are narrowed by."""
        return ChosenFilter(self.request.GET or None, county=self.county)

    @cached_property
    def offered(self) -> list[Problem]:
        """The problems the filter leaves, the newest first, as many as a page bears."""
        user = person(self.request)
        rows = offered_problems(county=self.county, user=user, where=self.filter.where())
        return list(rows[:MOST])

    def get_title(self) -> str:
        """Name the kind."""
        return f"新建{self.choice.label}"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the kinds."""
        return [*super().get_crumbs(), ("新建文件", reverse("reports:document_new"))]

    def get_template_names(self) -> list[str]:
        """Give the kind's own page."""
        return [self.choice.template]

    def get_form_class(self) -> type[BeginForm]:
        """Give the kind's form."""
        return self.choice.form

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what the form offers."""
        return super().get_form_kwargs() | self.choice.asks(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the card, and for a 专报 the problems with their ticks."""
        context = super().get_context_data(choice=self.choice, **kwargs)
        if self.choice.kind == Kind.SPECIAL_REPORT:
            context |= self._ticks(context["form"])
        return context

    def form_valid(self, form: BeginForm) -> HttpResponse:
        """Draft the document and go to its page."""
        period, asked = form.begun()
        draft = begin_document(
            kind=self.choice.kind,
            county=self.county,
            period=period,
            by=person(self.request),
            on=clock.today(),
            asked=asked,
        )
        messages.success(self.request, f"{draft.get_kind_display()}已起草，请核对正文。")
        return redirect("reports:bulletin_detail", pk=draft.pk)

    def _ticks(self, form: BeginForm) -> dict[str, Any]:
        ticked = set(self.request.POST.getlist("numbers")) if form.is_bound else set()
        shown = [(row, row.number in ticked) for row in self.offered]
        hidden = sorted(ticked - {row.number for row in self.offered})
        full = len(self.offered) == MOST
        return {"filter": self.filter, "shown": shown, "kept": hidden, "full": full, "most": MOST}


class DocumentRefreshView(DocumentMixin):
    """Gather a draft's facts anew."""

    http_method_names = ["post"]
    permission_required = ("reports.view_bulletin", "reports.assemble_bulletin")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Gather and go back to the document; a refusal is said there."""
        user = person(request)
        held = get_object_or_404(Bulletin.objects.visible_to(user), pk=pk)
        try:
            refresh_document(held=held, by=user, on=clock.today())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已按现在的数据重新汇总；您改过的段落保留。")
        return redirect("reports:bulletin_detail", pk=held.pk)
