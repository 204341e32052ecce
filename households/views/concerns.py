"""重点户: the sums by township and kind, the list with its workings, one household's findings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from accounts import clock
from accounts.errors import RuleBroken
from accounts.listing_pages import ListingPage
from accounts.masking import shown
from accounts.pages import PageMixin, ServiceFormView, person
from accounts.scope import COUNTY
from households import tasks
from households.concerns.facts import KINDS, OTHER
from households.forms.concerns import MarkForm
from households.lists.concerns import CONCERNS
from households.models import Area, Household
from households.selectors import concerns as selectors
from households.services.concerns import mark_other, unmark_other
from households.views.tabs import register_tabs


class ConcernListView(ListingPage):
    """重点户: how many of each kind in each township, and every flag with its working."""

    listing = CONCERNS
    template_name = "households/concern_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the table of townships, which adds up, and the standards it was made by."""
        context = super().get_context_data(**kwargs)
        user = person(self.request)
        lines = selectors.concern_lines(user)
        return context | {
            "tabs": register_tabs(self.request, "concern_list"),
            "kinds": KINDS,
            "lines": lines,
            "all_lines": selectors.total_line(lines),
            "run": selectors.last_run(user),
            "standards": selectors.standards_in_force(user, on=clock.today()),
            "unlinked": selectors.ILL if selectors.hides_illness(user) else "",
        }


class ConcernDetailView(PageMixin, PermissionRequiredMixin, TemplateView):
    """One household: what the rules say of every kind, with the calculation."""

    permission_required = ("households.view_concernflag", "households.view_household")
    template_name = "households/concern_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Work the kinds out and add the mark made by hand."""
        user, today = person(self.request), clock.today()
        household = _household(self.request, self.kwargs["household_no"])
        name = shown(household.head_name, field="name", user=user)
        hidden = selectors.ILL if selectors.hides_illness(user) else ""
        found = selectors.findings(household, on=today)
        title = f"{name}户：重点户判定" if name else "重点户判定"
        return super().get_context_data(
            **kwargs,
            title=title,
            household=household,
            findings=[finding for finding in found if finding.code != hidden],
            other=household.flags.filter(code=OTHER).first(),
            today=today,
            crumbs=_crumbs(household),
        )


def _household(request: HttpRequest, number: str) -> Household:
    """Give a household inside the user's area; any other is not found."""
    visible = Household.objects.visible_to(person(request)).select_related("village__parent")
    return get_object_or_404(visible, household_no=number)


def _crumbs(household: Household) -> list[tuple[str, str | None]]:
    """Lead back to the list and the household's file."""
    file = reverse("households:household_detail", args=[household.household_no])
    return [("重点户", reverse("households:concern_list")), (household.household_no, file)]


class ConcernMarkView(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Mark a household as 其他 by hand, with the reason."""

    title = "标记其他重点户"
    permission_required = "households.add_concernflag"
    form_class = MarkForm
    template_name = "households/form_page.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Let the form find households inside the user's area."""
        visible = Household.objects.visible_to(person(self.request))
        return super().get_form_kwargs() | {"households": visible}

    def get_initial(self) -> dict[str, Any]:
        """Take the household of the address."""
        return {"household_no": self.request.GET.get("household", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the list."""
        url = reverse("households:concern_list")
        note = "十类之外、需要关注的户由乡镇标记；规则标记的类别随底册自动更新。"
        given = {"crumbs": [("重点户", url)], "cancel_url": url, "form_note": note}
        return super().get_context_data(**given, **kwargs)

    def form_valid(self, form: MarkForm) -> HttpResponse:
        """Mark, or say why not."""
        household, text = form.cleaned_data["household_no"], form.cleaned_data["text"]
        mark_other(household=household, text=text, on=clock.today(), by=person(self.request))
        number = household.household_no
        return HttpResponseRedirect(reverse("households:concern_detail", args=[number]))


class ConcernUnmarkView(PermissionRequiredMixin, View):
    """Take a mark made by hand away."""

    permission_required = "households.delete_concernflag"

    def post(self, request: HttpRequest, household_no: str) -> HttpResponse:
        """Unmark, or say why not."""
        household = _household(request, household_no)
        try:
            unmark_other(household=household, by=person(request))
            messages.success(request, "已取消标记。")
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("households:concern_detail", args=[household_no]))


class ConcernRunView(PermissionRequiredMixin, View):
    """Work the user's counties out again now."""

    permission_required = "households.change_concernflag"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for the work and go back to the list."""
        user = person(request)
        counties = Area.objects.counties().filter(code__startswith=user.area_code[:COUNTY])
        for county in counties.values_list("code", flat=True):
            tasks.ask_to_flag(county=county, key=f"{clock.now():%Y-%m-%d-%H%M%S}", by=user)
        messages.success(request, "已重新判定，稍后刷新可见结果。")
        return HttpResponseRedirect(reverse("households:concern_list"))
