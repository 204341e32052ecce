"""Addresses of registering problems: by hand, from an answer, from a file."""

from django.urls import path

from inspections.views import entries, problem_uploads

patterns = [
    path("problems/new/", entries.ProblemEnter.as_view(), name="problem_new"),
    path(
        "visits/answers/<int:pk>/problem/", entries.AnswerProblem.as_view(), name="answer_problem"
    ),
    path(
        "problems/uploads/",
        problem_uploads.ProblemUploadList.as_view(),
        name="problem_upload_list",
    ),
    path(
        "problems/uploads/new/",
        problem_uploads.ProblemUploadNew.as_view(),
        name="problem_upload_new",
    ),
    path(
        "problems/uploads/template/",
        problem_uploads.ProblemUploadTemplate.as_view(),
        name="problem_upload_template",
    ),
    path(
        "problems/uploads/<int:pk>/",
        problem_uploads.ProblemUploadDetail.as_view(),
        name="problem_upload_detail",
    ),
    path(
        "problems/uploads/<int:pk>/apply/",
        problem_uploads.ProblemUploadApply.as_view(),
        name="problem_upload_apply",
    ),
    path(
        "problems/uploads/<int:pk>/drop/",
        problem_uploads.ProblemUploadDrop.as_view(),
        name="problem_upload_drop",
    ),
]
