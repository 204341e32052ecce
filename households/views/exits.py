"""退出程序: who leaves poverty in a year, step by step, and the papers of the archive."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from accounts import clock
from accounts.masking import household_label, shown
from accounts.pages import ListPage, person
from households.facts.exit_steps import STEPS
from households.filters.exits import ExitFilter, exit_year
from households.forms.facts import PapersForm, StepForm, WithdrawForm
from households.lists.exits import EXITS
from households.models import ExitProcedure, Household
from households.selectors import exits as read
from households.services.exits import StepsTaken, file_papers, take_steps, withdraw_step
from households.tasks import steps_job
from households.views.household_file import HouseholdFormView
from households.views.tabs import register_tabs

MAY_CHANGE = "households.change_exitprocedure"
MOST_REFUSALS = 10  # named in one message


class ExitListView(ListPage):
    """The households that leave in a year: six dates, archive, and the step for many at once."""

    title = "退出程序"
    permission_required = "households.view_exitprocedure"
    filterset_class = ExitFilter
    template_name = "households/exit_list.html"
    sort_fields = {"no": "household_no", "village": "area_code"}

    @cached_property
    def year(self) -> int:
        """The year asked for, else the one the plan is about."""
        return exit_year(person(self.request), self.request.GET.get("year", ""))

    def get_queryset(self) -> QuerySet[Household]:
        """Give the year's households with their places."""
        rows = read.exit_households(person(self.request), year=self.year)
        return rows.select_related("village__parent")

    def get_filterset_kwargs(self, filterset_class: type) -> dict[str, Any]:
        """Show the year that is listed in the filter, also where none was asked for."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        data = self.request.GET.copy()
        data["year"] = str(self.year)
        return {**kwargs, "data": data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each household's way, the counts of the stages, and the form for many."""
        context = super().get_context_data(**kwargs)
        user = person(self.request)
        lines = read.exit_lines(context["object_list"], year=self.year)
        for row in context["object_list"]:
            row.line = lines[row.pk]
            row.shown_name = shown(row.head_name, field="name", user=user)
        counts = read.stage_counts(self.get_queryset())
        stages = [(stage, label, counts[stage]) for stage, label in read.STAGES.items()]
        form = StepForm(
            households=Household.objects.none(),
            initial={"year": self.year, "day": clock.today()},
            auto_id="step_%s",
        )
        query = self.request.GET.copy()
        query["year"] = str(self.year)
        token = self.request.GET.get("batch", "")
        for name in ("page", "batch"):
            query.pop(name, None)
        return context | {
            "tabs": register_tabs(self.request, "exit_list"),
            "listing": EXITS,
            "query": query.urlencode(),
            "bulk_job": steps_job(by=user, token=token) if token else None,
            "year": self.year,
            "steps": list(STEPS.values()),
            "stages": stages,
            "planned": counts[""],
            "step_form": form,
            "may_change": user.has_perm(MAY_CHANGE),
        }


class ExitStepView(PermissionRequiredMixin, View):
    """Date one step for the chosen households; each refused one is named with its reason."""

    permission_required = MAY_CHANGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the step, tell what came of it, return to the list."""
        user, back = person(request), request.POST.get("back", "")
        form = StepForm(request.POST, households=Household.objects.visible_to(user).registered())
        if form.is_valid():
            given = form.cleaned_data
            households = given.pop("ids")
            tell(
                request,
                take_steps(households=households, by=user, today=clock.today(), **given),
                step=STEPS[given["step"]],
            )
        else:
            reasons = [str(error) for errors in form.errors.values() for error in errors]
            messages.error(request, "".join(reasons))
        query = back if back.startswith("?") else ""
        return redirect(reverse("households:exit_list") + query)


def tell(request: HttpRequest, taken: StepsTaken, *, step: str) -> None:
    """Say how many took the step, and who did not and why."""
    if taken.done:
        messages.success(request, f"“{step}”已登记{len(taken.done)}户。")
    if not taken.refused:
        return
    told = [
        f"{household_label(each.household.head_name, each.household.household_no)}：{each.reason}"
        for each in taken.refused[:MOST_REFUSALS]
    ]
    more = len(taken.refused) - len(told)
    rest = f"另有{more}户未列出。" if more else ""
    messages.error(request, f"{len(taken.refused)}户未登记。{' '.join(told)}{rest}")


class PapersView(HouseholdFormView):
    """Tick the papers the archive holds."""

    permission_required = MAY_CHANGE
    form_class = PapersForm
    done = "退出档案已保存。"
    form_note = "只勾选已收入档案的资料；资料名称没有依据的为暂定。"

    def get_title(self) -> str:
        """Name the year."""
        return f"{self.kwargs['year']}年退出档案"

    def get_initial(self) -> dict[str, Any]:
        """Begin from what is there."""
        found = ExitProcedure.objects.filter(household=self.household(), year=self.kwargs["year"])
        return {"papers": found.values_list("papers", flat=True).first() or []}

    def act(self, form: PapersForm) -> None:
        """Store the papers."""
        given = {"household": self.household(), "year": self.kwargs["year"]}
        file_papers(by=person(self.request), **given, **form.cleaned_data)


class WithdrawView(HouseholdFormView):
    """Take the last step back for a reason."""

    title = "撤回最后一步"
    permission_required = MAY_CHANGE
    form_class = WithdrawForm
    done = "已撤回。"
    form_note = "只撤回最后登记的一步；撤回系统标注时，脱贫状态恢复为标注前的状态。"

    def procedure(self) -> ExitProcedure:
        """Give the household's exit of the year; one not begun is not found."""
        found = ExitProcedure.objects.filter(household=self.household())
        return get_object_or_404(found, year=self.kwargs["year"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the step that would be taken back."""
        line = read.ExitLine(self.procedure())
        return super().get_context_data(form_title=line.last_label or "还没有登记步骤", **kwargs)

    def act(self, form: WithdrawForm) -> None:
        """Withdraw the step."""
        withdraw_step(procedure=self.procedure(), by=person(self.request), **form.cleaned_data)
