"""Addresses of bulletins and ledgers; those of boards, readers and letterheads stand beside."""

from django.urls import path

from reports.urls.board import BOARD
from reports.urls.finding import FINDING
from reports.urls.letterheads import LETTERHEADS
from reports.urls.readers import READERS
from reports.urls.wall import WALL
from reports.views import (
    bulletins,
    closed,
    documents,
    editing,
    flow,
    ledgers,
    order_papers,
    packs,
    papers,
    request_papers,
    seals,
    supplements,
    wording,
)

app_name = "reports"
urlpatterns = [
    *READERS,
    *LETTERHEADS,
    *BOARD,
    *WALL,
    *FINDING,
    path("bulletins/", bulletins.BulletinListView.as_view(), name="bulletin_list"),
    path(
        "bulletins/assemble/", bulletins.BulletinAssembleView.as_view(), name="bulletin_assemble"
    ),
    path("bulletins/new/", documents.DocumentNewView.as_view(), name="document_new"),
    path(
        "bulletins/new/<slug:kind>/",
        documents.DocumentBeginView.as_view(),
        name="document_begin",
    ),
    path(
        "bulletins/<int:pk>/refresh/",
        documents.DocumentRefreshView.as_view(),
        name="document_refresh",
    ),
    path("bulletins/<int:pk>/", bulletins.BulletinDetailView.as_view(), name="bulletin_detail"),
    *(
        path(f"bulletins/<int:pk>/{code}/", view.as_view(), name=f"bulletin_{code}")
        for code, view in flow.ACTS.items()
    ),
    path("bulletins/<int:pk>/text/", editing.BulletinTextView.as_view(), name="bulletin_text"),
    path("bulletins/<int:pk>/seal/", seals.SealView.as_view(), name="bulletin_seal"),
    path(
        "bulletins/<int:pk>/correct/", supplements.CorrectView.as_view(), name="bulletin_correct"
    ),
    path("numbers/", seals.NumberListView.as_view(), name="number_list"),
    path("bulletins/<int:pk>/pack/", packs.PackView.as_view(), name="bulletin_pack"),
    path("bulletins/<int:pk>/pack/file/", packs.PackFileView.as_view(), name="bulletin_pack_file"),
    path(
        "bulletins/<int:pk>/files/<slug:kind>/",
        bulletins.BulletinFileView.as_view(),
        name="bulletin_file",
    ),
    path("wording/", wording.WordingListView.as_view(), name="wording_list"),
    path("wording/<slug:kind>/<str:key>/", wording.WordingEditView.as_view(), name="wording_edit"),
    path(
        "wording/<slug:kind>/<str:key>/preview/",
        wording.WordingPreviewView.as_view(),
        name="wording_preview",
    ),
    path(
        "months/<str:county>/<str:month>/",
        bulletins.BulletinMonthView.as_view(),
        name="bulletin_month",
    ),
    path(
        "months/<str:county>/<str:month>/figures/<slug:key>/",
        closed.MonthFigureView.as_view(),
        name="month_figure",
    ),
    path("ledgers/", ledgers.LedgerListView.as_view(), name="ledger_list"),
    path("ledgers/<slug:slug>/", ledgers.LedgerDetailView.as_view(), name="ledger_detail"),
    path(
        "ledgers/<slug:slug>/download/",
        ledgers.LedgerDownloadView.as_view(),
        name="ledger_download",
    ),
    path(
        "visits/<int:pk>/paper.<slug:ending>", papers.VisitPaperView.as_view(), name="visit_paper"
    ),
    path(
        "checklists/<int:pk>/<slug:kind>/blank.<slug:ending>",
        papers.BlankPaperView.as_view(),
        name="blank_paper",
    ),
    path(
        "orders/<int:pk>/order.<slug:ending>",
        order_papers.OrderPaperView.as_view(),
        name="order_paper",
    ),
    path(
        "problems/<int:pk>/reply.<slug:ending>",
        order_papers.ReplyPaperView.as_view(),
        name="reply_paper",
    ),
    path(
        "problems/<int:pk>/close.<slug:ending>",
        order_papers.ClosingPaperView.as_view(),
        name="closing_paper",
    ),
    path(
        "extensions/<int:pk>/request.<slug:ending>",
        request_papers.ExtensionPaperView.as_view(),
        name="extension_paper",
    ),
    path(
        "summonses/<int:pk>/record.<slug:ending>",
        request_papers.SummonsPaperView.as_view(),
        name="summons_paper",
    ),
]
