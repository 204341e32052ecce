"""Addresses of the annual plan."""

from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("", views.PlanView.as_view(), name="plan"),
    path("<int:year>/<str:code>/", views.TargetSetView.as_view(), name="target_set"),
]
