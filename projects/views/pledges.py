"""责任书: due and signed by tier and place, marked as signed, exported."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.files import hand_out
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from accounts.scope import COUNTY
from projects.filters import PledgeFilter
from projects.forms.plan import DueForm, PledgeForm, SignForm, first_error
from projects.lists import PLEDGES
from projects.models import Pledge
from projects.selectors.names import names_of
from projects.selectors.pledges import pledge_board, pledge_years
from projects.services.pledges import Signing, list_due, set_pledge, sign_pledges
from projects.standing import hands_down_to
from projects.views.frame import frame


class PledgeListView(ListPage):
    """The year's board by township, then the pledges one by one."""

    title = "责任书"
    permission_required = "projects.view_pledge"
    filterset_class = PledgeFilter
    template_name = "projects/pledge_list.html"
    sort_fields = {"place": "area_code", "due_on": "due_on", "signed_on": "signed_on"}

    def get_queryset(self) -> "QuerySet[Pledge]":
        """Give the year's pledges that the user sees."""
        user = person(self.request)
        self.shared = frame(self.request, "pledge_list", pledge_years(user))
        return Pledge.objects.visible_to(user).filter(year=self.shared["year"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the board, the places' names, what is late and what the user may mark."""
        context = super().get_context_data(**kwargs)
        user, today = person(self.request), clock.today()
        names = names_of([row.area_code for row in context["object_list"]])
        for row in context["object_list"]:
            row.place = names.get(row.area_code, row.area_code)
            row.is_overdue = row.signed_on is None and row.due_on < today
            row.settable = hands_down_to(user, row.area_code)
        asked = {key for key, value in self.request.GET.items() if value}
        return (
            context
            | self.shared
            | {
                "board": pledge_board(user, year=self.shared["year"], on=today),
                "sign_form": SignForm(on=today, initial={"signed_on": today}),
                "filtering": bool(asked - {"page", "sort", "year"}),
                "listing": PLEDGES,
                "export_query": self.export_query(),
            }
        )

    def export_query(self) -> str:
        """Give the filters the export works with; the year is the one shown."""
        query = self.request.GET.copy()
        query.pop("page", None)
        query["year"] = str(self.shared["year"])
        return query.urlencode()


class PledgeDueView(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Make the year's list of who owes a pledge: all townships and villages in one step."""

    title = "制定应签名单"
    permission_required = "projects.add_pledge"
    form_class = DueForm
    template_name = "projects/form_page.html"

    def get_initial(self) -> dict[str, Any]:
        """Propose this year, townships in a month and villages in two."""
        return {"year": clock.today().year}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the pledges."""
        back = reverse("projects:pledge_list")
        return super().get_context_data(
            crumbs=[("责任书", back)],
            cancel_url=back,
            form_title="为所有乡镇和村列出应签责任书",
            form_note="已在名单中的不会改动，可以重复办理。",
            submit="列入名单",
            **kwargs,
        )

    def form_valid(self, form: DueForm) -> HttpResponse:
        """Make the list, or say why not."""
        user = person(self.request)
        new = list_due(area_code=user.area_code[:COUNTY], by=user, **form.cleaned_data)
        told = f"已列入{new}份应签责任书。" if new else "名单已经齐全，没有新增。"
        messages.success(self.request, told)
        return redirect(f"{reverse('projects:pledge_list')}?year={form.cleaned_data['year']}")


class PledgeSignView(PermissionRequiredMixin, View):
    """Mark the ticked pledges as signed."""

    http_method_names = ["post"]
    permission_required = "projects.change_pledge"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask the service; what is wrong is told above the list."""
        user, today = person(request), clock.today()
        chosen = [
            int(pk) for pk in request.POST.getlist("pledge") if pk.isascii() and pk.isdigit()
        ]
        form = SignForm(request.POST, on=today)
        back = redirect(f"{reverse('projects:pledge_list')}?{_query(request)}")
        if not form.is_valid():
            messages.error(request, first_error(form))
            return back
        pledges = list(Pledge.objects.visible_to(user).filter(pk__in=chosen))
        try:
            done = sign_pledges(pledges=pledges, by=user, on=today, **form.cleaned_data)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return back
        left = f"；{len(pledges) - done}份原已签订，未改动" if done < len(pledges) else ""
        messages.success(request, f"已登记{done}份责任书签订{left}。")
        return back


def _query(request: HttpRequest) -> str:
    """Give the list's own filter again, read anew so that nothing else gets into the address."""
    return QueryDict(request.POST.get("query", "")).urlencode()


class PledgeMixin(PageMixin, PermissionRequiredMixin):
    """A page about one pledge inside the user's area."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def row(self) -> Pledge:
        """The pledge; one of another area is not found."""
        seen = Pledge.objects.visible_to(person(self.request))
        return get_object_or_404(seen, pk=self.kwargs["pk"])


class PledgeSetView(PledgeMixin, ServiceFormView):
    """Correct one pledge and add its paper."""

    title = "登记责任书"
    permission_required = "projects.change_pledge"
    form_class = PledgeForm
    template_name = "projects/form_page.html"

    def get_initial(self) -> dict[str, Any]:
        """Show what is known."""
        return {"signed_on": self.row.signed_on, "signer": self.row.signer}

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the pledges of the year."""
        return [("责任书", self.get_success_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the place, the year and the day due."""
        place = names_of([self.row.area_code]).get(self.row.area_code, self.row.area_code)
        return super().get_context_data(
            cancel_url=self.get_success_url(),
            form_title=f"{place} {self.row.year}年责任书（{self.row.due_on:%Y-%m-%d}前应签）",
            **kwargs,
        )

    def form_valid(self, form: PledgeForm) -> HttpResponse:
        """Set the pledge, or say why not."""
        given = form.cleaned_data
        signing = Signing(given["signed_on"], given["signer"])
        user, today = person(self.request), clock.today()
        set_pledge(pledge=self.row, signing=signing, file=given["file"], by=user, on=today)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the pledges of that year."""
        return f"{reverse('projects:pledge_list')}?year={self.row.year}"


class PledgeFileView(PledgeMixin, View):
    """Show the paper of a pledge."""

    permission_required = "projects.view_pledge"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the file, or say that there is none."""
        row = self.row
        if not row.file or not row.file.storage.exists(row.file.name or ""):
            raise Http404
        suffix = (row.file.name or "").rsplit(".", 1)[-1]
        return hand_out(row.file, name=f"责任书{row.year}-{row.area_code}.{suffix}", inline=True)
