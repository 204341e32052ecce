"""Addresses of people's own pages and of what every list has: exports, choice of columns."""

from django.urls import path

from accounts.views import exports, looks, people

app_name = "accounts"
urlpatterns = [
    path("login/", people.LoginView.as_view(), name="login"),
    path("logout/", people.LogoutView.as_view(), name="logout"),
    path("password/", people.PasswordView.as_view(), name="password"),
    path("notices/", people.NoticeList.as_view(), name="notices"),
    path("notices/read/", people.NoticesReadView.as_view(), name="notices_read"),
    path("notices/<int:pk>/read/", people.NoticeReadView.as_view(), name="notice_read"),
    path("look/", looks.LookView.as_view(), name="look"),
    path("lists/<slug:name>/columns/", exports.ColumnsView.as_view(), name="list_columns"),
    path("lists/<slug:name>/export/", exports.ExportAskView.as_view(), name="export_ask"),
    path("exports/", exports.ExportListView.as_view(), name="export_list"),
    path("exports/<int:pk>/file/", exports.ExportFileView.as_view(), name="export_file"),
    path("jobs/<int:pk>/", people.JobView.as_view(), name="job"),
]
