"""Addresses of people's own pages and of what every list has: exports, choice of columns."""

from django.urls import path

from accounts.views import exports, looks, people
from accounts.views.components import ComponentsView
from accounts.views.help import ChapterView, GlossaryView, HelpView, TouredView

app_name = "accounts"
urlpatterns = [
    path("login/", people.LoginView.as_view(), name="login"),
    path("logout/", people.LogoutView.as_view(), name="logout"),
    path("password/", people.PasswordView.as_view(), name="password"),
    path("notices/", people.NoticeList.as_view(), name="notices"),
    path("notices/read/", people.NoticesReadView.as_view(), name="notices_read"),
    path("notices/<int:pk>/read/", people.NoticeReadView.as_view(), name="notice_read"),
    path("help/", HelpView.as_view(), name="help"),
    path("help/terms/", GlossaryView.as_view(), name="terms"),
    path("help/<slug:slug>/", ChapterView.as_view(), name="help_page"),
    path("toured/", TouredView.as_view(), name="toured"),
    path("look/", looks.LookView.as_view(), name="look"),
    path("components/", ComponentsView.as_view(), name="components"),
    path("lists/<slug:name>/columns/", exports.ColumnsView.as_view(), name="list_columns"),
    path("lists/<slug:name>/export/", exports.ExportAskView.as_view(), name="export_ask"),
    path("exports/", exports.ExportListView.as_view(), name="export_list"),
    path("exports/<int:pk>/file/", exports.ExportFileView.as_view(), name="export_file"),
    path("jobs/<int:pk>/", people.JobView.as_view(), name="job"),
]
