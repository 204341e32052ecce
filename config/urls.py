"""All addresses of the site."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from accounts.api import TokenView
from accounts.views.people import LoginView
from config.api import router
from config.views import ApiDocsView, ApiSchemaView, healthz, readyz
from inspections.views.verify import VerifyView
from inspections.views.worker import service_worker
from reports.views import HomeView

admin.site.site_header = admin.site.site_title = "督查通 管理后台"
admin.site.index_title = "系统设置"
handler400 = "accounts.views.errors.bad_request"
handler500 = "accounts.views.errors.server_error"

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("accounts/", include("accounts.urls")),
    path("register/", include("households.urls")),
    path("plan/", include("projects.urls")),
    path("inspections/", include("inspections.urls")),
    path("verify/", VerifyView.as_view(), name="verify"),
    path("reports/", include("reports.urls")),
    path("api/token/", login_not_required(TokenView.as_view()), name="api_token"),
    path("api/schema/", login_not_required(ApiSchemaView.as_view()), name="api_schema"),
    path("api/docs/", ApiDocsView.as_view(), name="api_docs"),
    path("api/", include(router.urls)),
    path("admin/login/", LoginView.as_view(redirect_authenticated_user=False)),
    path("admin/", admin.site.urls),
    path("sw.js", service_worker, name="service_worker"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
