"""The files of an upload: as it came, marked, its failed rows, its complaints; empty workbooks."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.views import View

from accounts.pages import person
from accounts.services.trail import record
from households import exports
from households.models import BatchComplaint, RegisterBatch
from households.reading.guard import SpreadsheetRefused
from households.services.importing.kinds import KINDS
from households.services.imports import open_upload
from households.views.batches import BatchMixin
from households.workbooks.blank import blank_xlsx
from households.workbooks.marked import Said, mark_workbook

_PIECE = 5000


class BatchFileView(BatchMixin, View):
    """Hand the uploaded file back to those who may change the register."""

    permission_required = "households.add_registerbatch"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send the file under its own name."""
        batch = self.batch
        record(by=person(request), action="take_upload", about=batch)
        return _file(BytesIO(open_upload(batch)), name=batch.file_name)


class BatchMarkedView(BatchMixin, View):
    """The uploaded file with every bad cell filled and its reason in a last column."""

    permission_required = "households.add_registerbatch"
    ending = "标注"
    failed_only = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Write the workbook from the stored upload and send it."""
        batch = self.batch
        try:
            marked = mark_workbook(
                open_upload(batch),
                said_of(batch),
                names=batch.counts.get("columns", []),
                failed_only=self.failed_only,
            )
        except SpreadsheetRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.page)
        record(by=person(request), action="take_marked_upload", about=batch)
        return _file(marked, name=f"{PurePath(batch.file_name).stem}（{self.ending}）.xlsx")


class BatchFailedView(BatchMarkedView):
    """The rows that stay out, under the file's own header."""

    ending = "须改正的行"
    failed_only = True


class BatchComplaintsView(BatchMixin, View):
    """The complaints as a workbook, for correcting the file beside it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send sheet, row, column, shown value and reason of each."""
        content = exports.complaints_xlsx(self.batch.complaints.all())
        return exports.xlsx_response(content, name="底册问题清单.xlsx")


class BatchTemplateView(PermissionRequiredMixin, View):
    """An empty workbook of a kind: the right column names, an example, what each column is."""

    permission_required = "households.add_registerbatch"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the workbook of ?kind=; a kind that is not there is not found."""
        kind = request.GET.get("kind", RegisterBatch.Kind.REGISTER)
        if kind not in KINDS:
            raise Http404
        label = RegisterBatch.Kind(kind).label
        content = blank_xlsx(KINDS[kind].columns(), title=label)
        return exports.xlsx_response(content, name=f"{label}（空表）.xlsx")


def said_of(batch: RegisterBatch) -> Iterator[Said]:
    """Give what is said of an upload's rows; what was merely put right is left out.

    So is what the marked workbook says itself of the other rows of a household.
    """
    silent = (BatchComplaint.Level.NOTE, BatchComplaint.Level.OUT)
    wrong = batch.complaints.exclude(level__in=silent).order_by("row", "pk")
    rows = wrong.values_list("sheet", "row", "column", "level", "reason")
    return rows.iterator(chunk_size=_PIECE)


def _file(content: IO[bytes], *, name: str) -> FileResponse:
    """Send a file to be saved, piece by piece."""
    response = FileResponse(content, as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
