"""退出程序: one step for all that the list's filters found, after a page that says how many."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import person
from households.facts.exit_steps import STEPS
from households.forms.facts import AllStepForm
from households.lists.exits import EXITS
from households.models import Household
from households.selectors.exits import due_for
from households.services.exit_bulk import StepOrder
from households.services.exits import take_steps
from households.tasks import ask_for_steps
from households.views.exits import MAY_CHANGE, tell

AT_ONCE = 200  # households; more are left to a worker


class ExitAllView(PermissionRequiredMixin, View):
    """First say how many households would take the step, then do it for exactly these."""

    permission_required = MAY_CHANGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the page to agree to, or do what was agreed to."""
        form = AllStepForm(request.POST)
        if not form.is_valid():
            reasons = [str(error) for errors in form.errors.values() for error in errors]
            messages.error(request, "".join(reasons))
            return redirect("households:exit_list")
        given = form.cleaned_data
        query = list_query(given["back"], given["year"])
        try:
            found = EXITS.found(person(request), query=query, search=None)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("households:exit_list")
        ids = list(found.filter(due_for(given["step"])).values_list("pk", flat=True))
        if given["agreed"] == fingerprint(ids) and ids:
            return self.take(ids, given, query)
        if given["agreed"]:
            messages.error(request, "名单在确认期间有变动，请重新核对户数。")
        return self.ask(ids, found.count(), given, query)

    def ask(
        self, ids: Sequence[int], total: int, given: dict[str, Any], query: str
    ) -> HttpResponse:
        """Say how many of how many, and which step."""
        back = f"{reverse('households:exit_list')}?{query}"
        return render(
            self.request,
            "households/exit_all.html",
            {
                "title": f"批量登记“{STEPS[given['step']]}”",
                "crumbs": [("退出程序", back)],
                "given": given,
                "step": STEPS[given["step"]],
                "count": len(ids),
                "total": total,
                "rest": total - len(ids),
                "later": len(ids) > AT_ONCE,
                "agreed": fingerprint(ids),
                "token": secrets.token_urlsafe(9),
                "list_url": back,
            },
        )

    def take(self, ids: Sequence[int], given: dict[str, Any], query: str) -> HttpResponse:
        """Take the step now for a short list, by a worker for a long one."""
        user, url = person(self.request), f"{reverse('households:exit_list')}?{query}"
        order = StepOrder(**{name: given[name] for name in ("year", "step", "day", "reason")})
        if len(ids) > AT_ONCE:
            url = f"{url}&batch={given['token']}"
            ask_for_steps(ids=ids, order=order, by=user, token=given["token"], url=url)
            return redirect(url)
        households = Household.objects.visible_to(user).registered().filter(pk__in=ids)
        taken = take_steps(households=households, by=user, today=clock.today(), **vars(order))
        tell(self.request, taken, step=STEPS[order.step])
        return redirect(url)


def list_query(back: str, year: int) -> str:
    """Give the list's filters from the address it was left at, with its year."""
    query = QueryDict(back.removeprefix("?"), mutable=True)
    for name in ("page", "batch"):
        query.pop(name, None)
    query["year"] = str(year)
    return query.urlencode()


def fingerprint(ids: Sequence[int]) -> str:
    """Give a mark of exactly these households in this order."""
    return hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()[:32]
