"""A table of a board as .xlsx, with the numbers of the page."""

from collections.abc import Iterator
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from accounts.xlsx_official import OfficialColumn, OfficialSheet
from accounts.xlsx_stream import write_xlsx
from reports.views.board.asking import BoardMixin
from reports.views.board.comparing import MatrixView, PeopleView, TrendsView
from reports.views.board.pages import DashboardView, PlaceBoardView
from reports.views.board.tables import PERCENT, Table, rows_of
from reports.views.ledgers import XLSX

PAGES = {view.page: view for view in
         (DashboardView, PlaceBoardView, TrendsView, MatrixView, PeopleView)}  # fmt: skip
FIRST, OTHER = 18, 12  # characters


class BoardExportView(BoardMixin):
    """One table of a page; the page and its table stand in the address, the rest in the query."""

    def get(self, request: HttpRequest, page: str, table: str) -> HttpResponse:
        """Ask the page for its tables and send the one; 404 for another page or table."""
        if page not in PAGES:
            raise Http404
        view = PAGES[page]()
        view.setup(request)
        found = next((one for one in view.tables() if one.slug == table), None)
        if found is None:
            raise Http404
        name = f"{view.name}{view.month:%Y年%-m月}{found.title}.xlsx"
        header = content_disposition_header(as_attachment=True, filename=_plain(name))
        response = HttpResponse(workbook(found, view.where), content_type=XLSX)
        response["Content-Disposition"] = header or "attachment"
        return response


def workbook(table: Table, where: str) -> bytes:
    """Write a table as an office prints it: title, whose month, ruled header, rows, sums."""
    notes = [table.note] if table.note else []
    sheet = OfficialSheet(
        name="看板",
        title=table.title,
        columns=list(_columns(table)),
        meta=where,
        notes=notes,
        paper="A4",
        frozen=1,
        numbered=False,
        filtered=False,
    )
    out = BytesIO()
    write_xlsx(out, sheet, rows_of(table), first_line=lambda _: where)
    return out.getvalue()


def _columns(table: Table) -> Iterator[OfficialColumn]:
    yield OfficialColumn(table.first, FIRST)
    for head in table.heads:
        unit = f"（{head.unit}）" if head.unit and head.unit != PERCENT else ""
        yield OfficialColumn(f"{head.label}{unit}", OTHER, kind="num")


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign not in "“”/\\:")
