"""Addresses of the uploads."""

from django.urls import path

from households.views import batch_acts, batch_files, batches, mapping

patterns = [
    path("batches/", batches.BatchListView.as_view(), name="batch_list"),
    path("batches/upload/", batches.BatchUploadView.as_view(), name="batch_upload"),
    path("batches/blank/", batch_files.BatchTemplateView.as_view(), name="batch_template"),
    path("batches/headers/", mapping.MappingListView.as_view(), name="mapping_list"),
    path(
        "batches/headers/<int:pk>/forget/",
        mapping.MappingForgetView.as_view(),
        name="mapping_forget",
    ),
    path("batches/<int:pk>/", batches.BatchDetailView.as_view(), name="batch_detail"),
    path("batches/<int:pk>/rows/", batches.BatchRowsView.as_view(), name="batch_rows"),
    path("batches/<int:pk>/problems/", batches.BatchProblemsView.as_view(), name="batch_problems"),
    path("batches/<int:pk>/changes/", batches.BatchChangesView.as_view(), name="batch_changes"),
    path("batches/<int:pk>/answer/", batch_acts.BatchAnswerView.as_view(), name="batch_answer"),
    path("batches/<int:pk>/mapping/", mapping.BatchMappingView.as_view(), name="batch_mapping"),
    path("batches/<int:pk>/apply/", batch_acts.BatchApplyView.as_view(), name="batch_apply"),
    path("batches/<int:pk>/partial/", batch_acts.BatchPartialView.as_view(), name="batch_partial"),
    path("batches/<int:pk>/revert/", batch_acts.BatchRevertView.as_view(), name="batch_revert"),
    path("batches/<int:pk>/file/", batch_files.BatchFileView.as_view(), name="batch_file"),
    path("batches/<int:pk>/marked/", batch_files.BatchMarkedView.as_view(), name="batch_marked"),
    path("batches/<int:pk>/failed/", batch_files.BatchFailedView.as_view(), name="batch_failed"),
    path(
        "batches/<int:pk>/complaints/",
        batch_files.BatchComplaintsView.as_view(),
        name="batch_complaints",
    ),
]
