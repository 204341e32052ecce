"""Addresses of the annual plan."""

from django.urls import path

from projects.views import documents, plan, pledges

app_name = "projects"
urlpatterns = [
    path("", plan.PlanView.as_view(), name="plan"),
    path("programmes/", plan.ProgrammeListView.as_view(), name="programme_list"),
    path("pledges/", pledges.PledgeListView.as_view(), name="pledge_list"),
    path("pledges/due/", pledges.PledgeDueView.as_view(), name="pledge_due"),
    path("pledges/sign/", pledges.PledgeSignView.as_view(), name="pledge_sign"),
    path("pledges/<int:pk>/", pledges.PledgeSetView.as_view(), name="pledge_set"),
    path("pledges/<int:pk>/file/", pledges.PledgeFileView.as_view(), name="pledge_file"),
    path("documents/", documents.DocumentBoardView.as_view(), name="document_board"),
    path("documents/missing/", documents.MissingPlansView.as_view(), name="document_missing"),
    path("documents/file/<int:pk>/", documents.DocumentFileView.as_view(), name="document_file"),
    path(
        "documents/<int:year>/<str:code>/",
        documents.DocumentPlaceView.as_view(),
        name="document_place",
    ),
    path(
        "documents/<int:year>/<str:code>/add/",
        documents.DocumentAddView.as_view(),
        name="document_add",
    ),
    path("<int:year>/<str:code>/", plan.TargetSetView.as_view(), name="target_set"),
    path("<int:year>/<str:code>/fill/", plan.TargetsFillView.as_view(), name="targets_fill"),
]
