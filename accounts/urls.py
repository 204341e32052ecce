"""Addresses of people's own pages."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", views.PasswordView.as_view(), name="password"),
    path("notices/", views.NoticeList.as_view(), name="notices"),
    path("notices/read/", views.NoticesReadView.as_view(), name="notices_read"),
    path("notices/<int:pk>/read/", views.NoticeReadView.as_view(), name="notice_read"),
    path("jobs/<int:pk>/", views.JobView.as_view(), name="job"),
]
