"""Uploading the register: the list, the upload page, the preview and what it counts."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView, ListView, TemplateView

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, PageMixin, person
from households import tasks
from households.filters.batches import BatchFilter, ChangeFilter, ComplaintFilter
from households.forms.batches import AnswerForm, SheetForm, UploadForm
from households.models import BatchComplaint, BatchDifference, RegisterBatch
from households.selectors.differences import shown_changes
from households.selectors.uploads import kinds_for
from households.services.importing.batch_rows import ACCEPTED, UNCHANGED, accepted_rows
from households.services.importing.kinds import KINDS
from households.services.imports import receive_upload
from households.views import batch_preview
from households.views.tabs import register_tabs

State = RegisterBatch.State


class BatchListView(ListPage):
    """Uploads, the newest first."""

    title = "底册导入"
    permission_required = "households.view_registerbatch"
    filterset_class = BatchFilter
    template_name = "households/batch_list.html"

    def get_queryset(self) -> QuerySet[RegisterBatch]:
        """Give the uploads of the user's area."""
        batches = RegisterBatch.objects.visible_to(person(self.request))
        return batches.select_related("uploaded_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the register's tabs."""
        tabs = register_tabs(self.request, "batch_list")
        return super().get_context_data(**kwargs) | {"tabs": tabs}


class BatchUploadView(PageMixin, PermissionRequiredMixin, FormView):
    """Take a file of one of the kinds and show what is in it."""

    title = "上传文件"
    permission_required = "households.add_registerbatch"
    form_class = UploadForm
    template_name = "households/batch_upload.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the uploads."""
        return [("底册导入", reverse("households:batch_list"))]

    def get_initial(self) -> dict[str, Any]:
        """Keep kind and year of a file that was refused before."""
        asked = {key: self.request.GET.get(key) for key in ("kind", "income_year")}
        return {key: value for key, value in asked.items() if value}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what year it is and what the user may send in."""
        kinds = kinds_for(person(self.request))
        return super().get_form_kwargs() | {"year": clock.today().year, "kinds": kinds}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the kinds with what each is for."""
        context = super().get_context_data(**kwargs)
        chosen = context["form"]["kind"].value()
        offered = {kind: KINDS[kind] for kind in context["form"].kinds}
        return context | {"kinds": batch_preview.kinds_on_offer(offered, chosen)}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep the file and have it checked, or say on the form why it is not taken."""
        given = form.cleaned_data
        try:
            self.batch = receive_upload(
                file=given["file"],
                name=given["file"].name,
                kind=given["kind"],
                by=person(self.request),
                income_year=given["income_year"],
                at=clock.now(),
            )
        except RuleBroken as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        tasks.ask_for_check(batch=self.batch, by=person(self.request))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Show the progress, then the preview."""
        return tasks.page_of(self.batch)


class BatchMixin(PageMixin, PermissionRequiredMixin):
    """A page about one upload inside the user's area."""

    permission_required: str = "households.view_registerbatch"
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def batch(self) -> RegisterBatch:
        """Give the upload; one of another area is not found."""
        if not hasattr(self, "_batch"):
            batches = RegisterBatch.objects.visible_to(person(self.request))
            self._batch = get_object_or_404(
                batches.select_related("uploaded_by"), pk=self.kwargs["pk"]
            )
        return self._batch

    @property
    def page(self) -> str:
        """Give the address of the upload's page."""
        return tasks.page_of(self.batch)

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the uploads and to this one."""
        above: list[Crumb] = [("底册导入", reverse("households:batch_list"))]
        return [*above, (self.batch.file_name, self.page)]


class BatchDetailView(BatchMixin, TemplateView):
    """The preview: figures, columns, questions, and what can be done now."""

    template_name = "households/batch_detail.html"

    def get_title(self) -> str:
        """Name the file."""
        return self.batch.file_name

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the uploads."""
        return super().get_crumbs()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the upload, its figures, its questions and its job."""
        batch, job = self.batch, batch_preview.job_of(self.batch)
        columns = batch_preview.columns(batch)
        context: dict[str, Any] = {
            "batch": batch,
            "job": job,
            "idle": job is None or job.state == job.State.FAILED,
            "tabs": batch_preview.tabs(batch, "batch_detail"),
            "groups": batch_preview.figures(batch),
            "whole_file": batch.complaints.filter(row=0, level="block"),
            "columns": columns,
            "own_columns": [(header, name) for header, name in columns if header != name],
            "same_columns": [header for header, name in columns if header == name],
        }
        if batch.state == State.ASKING:
            context["form"] = AnswerForm(batch=batch)
        elif batch.state in batch_preview.CHECKED and not batch.counts.get("refused"):
            context["sheet_form"] = SheetForm(batch=batch)
        return super().get_context_data(**kwargs, **context)


class BatchPart(BatchMixin, ListPage):
    """A list that belongs to one upload."""

    paginate_by = 50
    tab = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the upload and its tabs."""
        context = super().get_context_data(**kwargs)
        return context | {"batch": self.batch, "tabs": batch_preview.tabs(self.batch, self.tab)}


class BatchProblemsView(BatchPart):
    """What was found wrong or put right, by sheet, row and column."""

    title = "核对结果"
    tab = "batch_problems"
    filterset_class = ComplaintFilter
    template_name = "households/batch_problems.html"

    def get_queryset(self) -> QuerySet[BatchComplaint]:
        """Give the complaints in the order of the file."""
        return self.batch.complaints.order_by("sheet", "row", "pk")


class BatchChangesView(BatchPart):
    """What the upload adds, changes or does not name, field by field."""

    title = "变化明细"
    tab = "batch_changes"
    filterset_class = ChangeFilter
    template_name = "households/batch_changes.html"

    def get_queryset(self) -> QuerySet[BatchDifference]:
        """Give the differences of the user's area."""
        user = person(self.request)
        return BatchDifference.objects.visible_to(user).filter(batch=self.batch).order_by("pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show each value as the reader may see it."""
        context = super().get_context_data(**kwargs)
        shown = shown_changes(
            context["object_list"],
            user=person(self.request),
            applied=self.batch.state == State.APPLIED,
        )
        return context | {"object_list": shown}


class BatchRowsView(BatchMixin, ListView):
    """The accepted rows of an upload, or those that change nothing."""

    title = "读取的行"
    template_name = "households/batch_rows.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Give the rows that are kept until the file is applied."""
        unchanged = self.request.GET.get("outcome") == UNCHANGED
        self.accepted = accepted_rows(
            self.batch,
            outcome=UNCHANGED if unchanged else ACCEPTED,
            user=person(self.request),
        )
        return self.accepted.rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns and the tabs."""
        tabs = batch_preview.tabs(self.batch, "batch_rows")
        context = super().get_context_data(**kwargs)
        return context | {"accepted": self.accepted, "batch": self.batch, "tabs": tabs}
