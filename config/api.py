"""The API's router: each app names its routes in its own api module."""

from typing import ClassVar

from rest_framework.routers import APIRootView, DefaultRouter

from accounts.api import ROUTES as ACCOUNTS
from households.api import ROUTES as HOUSEHOLDS
from inspections.api import ROUTES as INSPECTIONS
from projects.api import ROUTES as PROJECTS
from reports.api import ROUTES as REPORTS


class Root(APIRootView):
    """The addresses of the API, for whoever is logged in."""

    permissions_required: ClassVar[dict[str, str]] = {"*": ""}


router = DefaultRouter()
router.APIRootView = Root
for prefix, viewset in [*ACCOUNTS, *HOUSEHOLDS, *PROJECTS, *INSPECTIONS, *REPORTS]:
    router.register(prefix, viewset, basename=prefix)
