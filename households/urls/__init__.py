"""All addresses of the register."""

from households.urls import register

app_name = "households"
urlpatterns = [*register.patterns]
