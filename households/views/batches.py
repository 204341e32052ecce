"""Uploading the register: file, preview with complaints, apply with progress."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import FormView, ListView

from accounts import clock
from accounts.errors import RuleBroken
from accounts.files import hand_out
from accounts.models import Job
from accounts.pages import ListPage, PageMixin, person
from accounts.services import jobs
from households import exports, tasks
from households.filters.register import BatchFilter
from households.forms import UploadForm
from households.models import BatchComplaint, RegisterBatch
from households.services.register import stage_register
from households.views.tabs import register_tabs

KIND = "apply_register_batch"


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
    """Take a workbook and show what is in it."""

    title = "上传底册"
    permission_required = "households.add_registerbatch"
    form_class = UploadForm
    template_name = "households/batch_upload.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what day it is."""
        return super().get_form_kwargs() | {"on": clock.today()}

    def get_crumbs(self) -> list[tuple[str, str | None]]:
        """Lead back to the uploads."""
        return [("底册导入", reverse("households:batch_list"))]

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Stage the file, or say on the form why it is no register."""
        file = form.cleaned_data["file"]
        try:
            self.batch = stage_register(
                file=file,
                name=file.name,
                by=person(self.request),
                on=clock.today(),
                income_year=form.cleaned_data["income_year"],
            )
        except RuleBroken as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Show the preview."""
        return reverse("households:batch_detail", args=[self.batch.pk])


class BatchMixin(PageMixin, PermissionRequiredMixin):
    """A page about one upload inside the user's area."""

    permission_required: str = "households.view_registerbatch"
    request: HttpRequest
    kwargs: dict[str, Any]

    def batch(self) -> RegisterBatch:
        """Give the upload; one of another area is not found."""
        batches = RegisterBatch.objects.visible_to(person(self.request))
        return get_object_or_404(batches.select_related("uploaded_by"), pk=self.kwargs["pk"])


class BatchDetailView(BatchMixin, ListView):
    """The preview: figures, complaints by sheet, row and column, and applying."""

    template_name = "households/batch_detail.html"
    context_object_name = "complaints"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[BatchComplaint]:
        """Give the complaints, those that block first."""
        self.object = self.batch()
        return self.object.complaints.order_by("level", "row", "pk")

    def get_title(self) -> str:
        """Name the file."""
        return self.object.file_name

    def get_crumbs(self) -> list[tuple[str, str | None]]:
        """Lead back to the uploads."""
        return [("底册导入", reverse("households:batch_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the upload, its figures and its job."""
        context = super().get_context_data(**kwargs)
        job = Job.objects.filter(kind=KIND, key=str(self.object.pk)).first()
        return context | {"batch": self.object, "figures": _figures(self.object), "job": job}


def _figures(batch: RegisterBatch) -> list[tuple[str, Any, str]]:
    """Give label, number and tone of the preview's figures."""
    counts = batch.counts
    shown = [
        ("读取行", "read", "blue"),
        ("可接受行", "accepted", "green"),
        ("须改正行", "rejected", "red" if counts.get("rejected") else "grey"),
        ("提醒", "warnings", "orange" if counts.get("warnings") else "grey"),
        ("户", "households", "grey"),
        ("新增户", "new", "blue"),
        ("有变化户", "changed", "blue"),
        ("无变化户", "unchanged", "grey"),
        ("表中没有的户", "absent", "grey"),
    ]
    return [(label, counts[key], tone) for label, key, tone in shown if key in counts]


class BatchApplyView(BatchMixin, View):
    """Ask for the staged register to be applied; the preview then shows the job."""

    permission_required = "households.change_registerbatch"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the job and wake a worker."""
        batch, user = self.batch(), person(request)
        url = reverse("households:batch_detail", args=[batch.pk])
        with transaction.atomic():
            job = jobs.ask_for(
                kind=KIND, key=str(batch.pk), by=user, payload={"batch": batch.pk}, url=url
            )
            tasks.apply_register_batch.delay_on_commit(job.pk)
        return HttpResponseRedirect(url)


class BatchFileView(BatchMixin, View):
    """Hand the uploaded file back to those who may change the register."""

    permission_required = "households.add_registerbatch"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send the file under its own name."""
        batch = self.batch()
        return hand_out(batch.file, name=batch.file_name)


class BatchComplaintsView(BatchMixin, View):
    """The complaints as a workbook, for correcting the file beside it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send sheet, row, column, shown value and reason of each."""
        content = exports.complaints_xlsx(self.batch().complaints.all())
        return exports.xlsx_response(content, name="底册问题清单.xlsx")
