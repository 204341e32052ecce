"""One household's file (一户一档): its page, its helper, one number in full."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.generic import DetailView

from accounts import clock
from accounts.masking import shown
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from households.forms.postings import PairingForm, UnmaskForm
from households.models import Household
from households.selectors import exits
from households.selectors import household_file as selectors
from households.services.postings import pair_helper
from households.services.unmasking import unmask_identity
from households.views.household_facts import (
    assurances,
    facts_of,
    flag_lines,
    parted,
    person_line,
    top_cards,
)


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
    """一户一档: facts with their year, people, incomes, policies, exit, helpers, history."""

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

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list and the village."""
        village = self.object.village
        return [
            ("底册", reverse("households:household_list")),
            (village.full_name, reverse("households:village_detail", args=[village.code])),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add people, incomes, years, policies, the exit, helpers, flags and history."""
        user, household = person(self.request), self.object
        years = list(household.years.order_by("-year"))
        latest = selectors.year_to_show(years)
        this_year = clock.today().year
        procedures = household.exits.order_by("-year")
        policies = selectors.policy_lines(household, latest, user)
        incomes = selectors.income_lines(household)
        helpers = list(household.helpers.order_by("-starts_on"))
        cards = top_cards(
            household, incomes=incomes, latest=latest, helpers=helpers, on=clock.today()
        )
        return super().get_context_data(
            people=[person_line(member, user) for member in household.members.all()],
            facts=parted(facts_of(household, user)),
            cards=cards,
            incomes=incomes,
            years=years,
            latest=latest,
            assurances=assurances(latest),
            policies=policies,
            missed=[line.name for line in policies if line.missed],
            exits=[exits.ExitLine(procedure) for procedure in procedures],
            exit_year=household.planned_exit_year,
            helpers=helpers,
            flags=flag_lines(household, user),
            conflicts=selectors.open_conflicts(household, user),
            history=selectors.history(household, user),
            entry_years=(this_year, this_year - 1),
            **kwargs,
        )


class HouseholdFormView(HouseholdMixin, ServiceFormView):
    """One act on one household: a form, one service, back to its file."""

    template_name = "households/form_page.html"
    done = ""
    form_note = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the household; one of another area is not found."""
        self.household()
        url = self.get_success_url()
        given = {"cancel_url": url, "crumbs": [("户档案", url)], "form_note": self.form_note}
        return super().get_context_data(**given | kwargs)

    def act(self, form: Any) -> None:
        """Hand what was typed to the service."""
        raise NotImplementedError  # each act names its service

    def form_valid(self, form: Any) -> HttpResponse:
        """Act; a refusal is shown above the form."""
        self.act(form)
        if self.done:
            messages.success(self.request, self.done)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the household."""
        return reverse("households:household_detail", args=[self.kwargs["household_no"]])


class UnmaskView(HouseholdMixin, ServiceFormView):
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
        number = unmask_identity(member=member, by=user, **form.cleaned_data)
        name = shown(member.name, field="name", user=user)
        context = self.get_context_data(form=form, number=number, name=name)
        return render(self.request, "households/unmasked.html", context)


class PairingView(HouseholdFormView):
    """Give a household its helper."""

    title = "登记帮扶责任人"
    permission_required = "households.add_helperpairing"
    form_class = PairingForm
    form_note = "原帮扶责任人自前一日起结束，历史保留。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the helpers' accounts of this county; today is the first day."""
        county = self.household().area_code[:6]
        given = {"county": county, "initial": {"starts_on": clock.today()}}
        return super().get_form_kwargs() | given

    def act(self, form: PairingForm) -> None:
        """Pair them."""
        pair_helper(household=self.household(), by=person(self.request), **form.cleaned_data)
