"""Entering a household's facts of a year, and closing a county's year."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpResponse
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import PageMixin, ServiceFormView, person
from households.facts.incomes import PARTS
from households.forms.facts import CloseYearForm, IncomeForm, YearForm
from households.models import Area, HouseholdIncome, HouseholdYear
from households.services.facts import FIRST_YEAR, close_year, set_income, set_year_facts
from households.views.household_file import HouseholdFormView


class YearMixin:
    """A page about one year of a household."""

    kwargs: dict[str, Any]

    def year(self) -> int:
        """Give the year of the address; one that cannot be is not found."""
        year: int = self.kwargs["year"]
        if not FIRST_YEAR <= year <= clock.today().year:
            raise Http404
        return year


class IncomeSetView(YearMixin, HouseholdFormView):
    """Enter a household's income of a year by source."""

    permission_required = "households.change_householdincome"
    template_name = "households/household_income.html"
    form_class = IncomeForm
    done = "收入已保存。"

    def get_title(self) -> str:
        """Name the year."""
        return f"{self.year()}年家庭收入"

    def get_initial(self) -> dict[str, Any]:
        """Begin from what is stored."""
        household = self.household()
        stored = HouseholdIncome.objects.filter(household=household, year=self.year()).first()
        names = (*PARTS, "net_income_pc", "rigid_expenses", "person_count")
        initial = {name: getattr(stored, name) for name in names} if stored else {}
        return initial | {"person_count": initial.get("person_count") or household.person_count}

    def act(self, form: IncomeForm) -> None:
        """Store the income."""
        names = ("net_income_pc", "rigid_expenses", "person_count")
        set_income(
            household=self.household(),
            year=self.year(),
            parts=form.parts(),
            by=person(self.request),
            on=clock.today(),
            **{name: form.cleaned_data[name] for name in names},
        )


class YearSetView(YearMixin, HouseholdFormView):
    """Enter what is true of a household in a year."""

    permission_required = "households.change_householdyear"
    template_name = "households/household_year.html"
    form_class = YearForm
    done = "年度情况已保存，应享政策已重新核算。"

    def get_title(self) -> str:
        """Name the year."""
        return f"{self.year()}年情况"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin from what is stored, else from the household's class of today."""
        household = self.household()
        row = HouseholdYear.objects.filter(household=household, year=self.year()).first()
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        return kwargs | {"row": row or household}

    def act(self, form: YearForm) -> None:
        """Store the facts."""
        set_year_facts(
            household=self.household(),
            year=self.year(),
            facts=form.facts(),
            by=person(self.request),
            on=clock.today(),
            reason=form.cleaned_data.get("reason", ""),
        )


class YearCloseView(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Keep the whole register's class and status as a year's."""

    title = "年度封存"
    permission_required = "households.add_householdyear"
    form_class = CloseYearForm
    template_name = "households/household_year_close.html"

    def county(self) -> Area | None:
        """Give the user's county; somebody without one has nothing to close."""
        code = person(self.request).area_code[:6]
        return Area.objects.visible_to(person(self.request)).counties().filter(pk=code).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer last year first."""
        return super().get_form_kwargs() | {"on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the places."""
        url = self.get_success_url()
        given = {"cancel_url": url, "crumbs": [("乡镇和村", url)]}
        return super().get_context_data(**given | kwargs)

    def form_valid(self, form: CloseYearForm) -> HttpResponse:
        """Close the year, or say why not."""
        county, user = self.county(), person(self.request)
        if county is None:
            raise RuleBroken("账号未设置所属区县，不能封存。", code="no_county")
        added, filled = close_year(county=county, by=user, at=clock.now(), **form.cleaned_data)
        year = form.cleaned_data["year"]
        messages.success(self.request, f"{year}年已封存：新增{added}户，更新{filled}户。")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the places."""
        return reverse("households:area_list")
