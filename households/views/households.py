"""The list of households and one household's file (一户一档)."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView, FormView

from accounts import clock
from accounts.errors import RuleBroken
from accounts.masking import shown
from accounts.pages import ListPage, PageMixin, person
from accounts.services.trail import record
from households import exports
from households.filters.register import HouseholdFilter
from households.forms import PairingForm, UnmaskForm
from households.models import Household, Member
from households.selectors import places as selectors
from households.services.postings import pair_helper
from households.services.unmasking import unmask_identity
from households.views.tabs import register_tabs

SHOWN = (
    *("household_no", "area_code", "head_name", "person_count", "attribute", "cause"),
    *("measure", "status", "planned_exit_year", "village__short_name", "village__level"),
    *("village__parent__short_name",),
)


class HouseholdListView(ListPage):
    """Households: filtered, sorted, paged, exported."""

    title = "底册"
    permission_required = "households.view_household"
    filterset_class = HouseholdFilter
    template_name = "households/household_list.html"
    export_name = "households:household_export"
    sort_fields = {
        "no": "household_no",
        "village": "area_code",
        "persons": "person_count",
        "year": "planned_exit_year",
    }

    def get_queryset(self) -> QuerySet[Household]:
        """Give the households the user sees, with their places: only what the list shows."""
        rows = Household.objects.visible_to(person(self.request)).registered()
        return rows.select_related("village__parent").only(*SHOWN)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the helpers of this page's households, mask the names, count the people."""
        context = super().get_context_data(**kwargs)
        user = person(self.request)
        helpers = selectors.open_helpers([row.pk for row in context["object_list"]])
        for row in context["object_list"]:
            row.helper = helpers.get(row.pk)
            row.shown_name = shown(row.head_name, field="name", user=user)
        persons = context["filter"].qs.aggregate(sum=Sum("person_count", default=0))["sum"]
        tabs = register_tabs(self.request, "household_list")
        return context | {"tabs": tabs, "persons": persons}


class HouseholdExportView(PermissionRequiredMixin, View):
    """The filtered list as .xlsx; personal data as the user may see it."""

    permission_required = "households.view_household"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Write the workbook and note who took how many rows."""
        user = person(request)
        rows = Household.objects.visible_to(user).registered().select_related("village__parent")
        found = HouseholdFilter(request.GET, queryset=rows, request=request).qs
        content, count = exports.households_xlsx(found, user=user, at=clock.now())
        record(by=user, action="export_households", about=user, rows=count)
        return exports.xlsx_response(content, name="贫困户名单.xlsx")


class HouseholdMixin(PageMixin, PermissionRequiredMixin):
    """A page about one household, found by its number inside the user's area."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def household(self) -> Household:
        """Give the household; one of another area is not found."""
        visible = Household.objects.visible_to(person(self.request))
        number = self.kwargs["household_no"]
        return get_object_or_404(visible.select_related("village__parent"), household_no=number)


class HouseholdDetailView(HouseholdMixin, DetailView):
    """一户一档: facts, people with masked numbers, incomes by year, helpers."""

    permission_required = "households.view_household"
    template_name = "households/household_detail.html"
    context_object_name = "household"

    def get_object(self, queryset: "QuerySet[Household] | None" = None) -> Household:
        """Give the household of the address."""
        return self.household()

    def get_title(self) -> str:
        """Name the household as the user may see it."""
        name = shown(self.object.head_name, field="name", user=person(self.request))
        return f"{name}户" if name else f"户 {self.object.household_no}"

    def get_crumbs(self) -> list[tuple[str, str | None]]:
        """Lead back to the list and the village."""
        village = self.object.village
        return [
            ("底册", reverse("households:household_list")),
            (village.full_name, reverse("households:village_detail", args=[village.code])),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add people, incomes and helpers."""
        user, household = person(self.request), self.object
        return super().get_context_data(
            people=[_person_line(member, user) for member in household.members.all()],
            incomes=household.incomes.all(),
            helpers=household.helpers.order_by("-starts_on"),
            facts=_facts(household, user),
            **kwargs,
        )


def _person_line(member: Member, user: Any) -> dict[str, Any]:
    """Give what a user may see of a person."""
    return {
        "member": member,
        "name": shown(member.name, field="name", user=user),
        "identity": shown(member.identity_number, field="identity_number", user=user),
        "health": shown(member.health, field="illness", user=user),
    }


def _facts(household: Household, user: Any) -> list[tuple[str, Any]]:
    """Give the household's facts for partials/facts.html."""
    yes_no = {True: "是", False: "否", None: None}
    causes = dict(Household.Cause.choices)
    measures = dict(Household.Measure.choices)
    further = [str(causes.get(code, code)) for code in household.further_causes]
    also = [str(measures.get(code, code)) for code in household.further_measures]
    return [
        ("户编号", household.household_no),
        ("所在村", household.village.full_name),
        ("自然村（组）", household.group_name),
        ("人数", household.person_count),
        ("贫困户属性", household.get_attribute_display()),
        ("主要致贫原因", household.get_cause_display()),
        ("其他致贫原因", "、".join(further)),
        ("四个一批", household.get_measure_display()),
        ("兼有批次", "、".join(also)),
        ("脱贫状态", household.get_status_display()),
        ("计划脱贫年度", household.planned_exit_year),
        ("危房户", yes_no[household.unsafe_house]),
        ("饮水安全", yes_no[household.safe_water]),
        ("联系电话", shown(household.phone, field="phone", user=user)),
        ("首次识别时间", household.registered_on),
    ]


class UnmaskView(HouseholdMixin, FormView):
    """Show one identity number in full after a reason is given; the reason goes to the trail."""

    title = "查看完整证件号码"
    permission_required = ("households.view_household", "households.unmask_identity")
    form_class = UnmaskForm
    template_name = "households/form_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the household."""
        household = self.household()
        url = reverse("households:household_detail", args=[household.household_no])
        return super().get_context_data(
            cancel_url=url,
            crumbs=[("户档案", url)],
            form_note="仅显示一次，不在地址和日志中留存号码。",
            **kwargs,
        )

    def form_valid(self, form: UnmaskForm) -> HttpResponse:
        """Answer with the number on a page of its own, or say why not."""
        household, user = self.household(), person(self.request)
        member = get_object_or_404(household.members, pk=self.kwargs["member"])
        try:
            number = unmask_identity(member=member, by=user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        name = shown(member.name, field="name", user=user)
        context = self.get_context_data(form=form, number=number, name=name)
        return render(self.request, "households/unmasked.html", context)


class PairingView(HouseholdMixin, FormView):
    """Give a household its helper."""

    title = "登记帮扶责任人"
    permission_required = "households.add_helperpairing"
    form_class = PairingForm
    template_name = "households/form_page.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the helpers' accounts of this county; today is the first day."""
        county = self.household().area_code[:6]
        given = {"county": county, "initial": {"starts_on": clock.today()}}
        return super().get_form_kwargs() | given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the household."""
        url = self.get_success_url()
        note = "原帮扶责任人自前一日起结束，历史保留。"
        return super().get_context_data(
            cancel_url=url, crumbs=[("户档案", url)], form_note=note, **kwargs
        )

    def form_valid(self, form: PairingForm) -> HttpResponse:
        """Pair them, or say why not."""
        try:
            pair_helper(household=self.household(), by=person(self.request), **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the household."""
        return reverse("households:household_detail", args=[self.kwargs["household_no"]])
