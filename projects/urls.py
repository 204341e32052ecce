"""Addresses of the annual plan and of the meetings."""

from django.urls import include, path

from projects.views import documents, meeting_tasks, meetings, plan, pledges

app_name = "projects"
MEETINGS = [
    path("", meetings.MeetingList.as_view(), name="meeting_list"),
    path("new/", meetings.MeetingPlanView.as_view(), name="meeting_plan"),
    path("<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("<int:pk>/hold/", meetings.MeetingHoldView.as_view(), name="meeting_hold"),
    path("<int:pk>/correct/", meetings.MeetingCorrectView.as_view(), name="meeting_correct"),
    path("<int:pk>/cancel/", meetings.MeetingCancelView.as_view(), name="meeting_cancel"),
    path("tasks/", meeting_tasks.MeetingTaskList.as_view(), name="meeting_task_list"),
    path("tasks/<int:pk>/", meeting_tasks.MeetingTaskDetail.as_view(), name="meeting_task"),
    path(
        "tasks/<int:pk>/report/",
        meeting_tasks.TaskReportView.as_view(),
        name="meeting_task_report",
    ),
    path(
        "tasks/<int:pk>/confirm/",
        meeting_tasks.TaskConfirmView.as_view(),
        name="meeting_task_confirm",
    ),
    path(
        "tasks/<int:pk>/return/",
        meeting_tasks.TaskReturnView.as_view(),
        name="meeting_task_return",
    ),
]
urlpatterns = [
    path("meetings/", include(MEETINGS)),
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
