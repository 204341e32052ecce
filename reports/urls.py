"""Addresses of bulletins, ledgers and the dashboard."""

from django.urls import path

from reports.views import bulletins, closed, dashboard, ledgers, order_papers, papers

app_name = "reports"
urlpatterns = [
    path("dashboard/", dashboard.DashboardView.as_view(), name="dashboard"),
    path("bulletins/", bulletins.BulletinListView.as_view(), name="bulletin_list"),
    path(
        "bulletins/assemble/", bulletins.BulletinAssembleView.as_view(), name="bulletin_assemble"
    ),
    path("bulletins/<int:pk>/", bulletins.BulletinDetailView.as_view(), name="bulletin_detail"),
    path(
        "bulletins/<int:pk>/issue/", bulletins.BulletinIssueView.as_view(), name="bulletin_issue"
    ),
    path(
        "bulletins/<int:pk>/files/<slug:kind>/",
        bulletins.BulletinFileView.as_view(),
        name="bulletin_file",
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
]
