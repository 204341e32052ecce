"""What belongs to no app: two questions without login (the answers name no secret), API pages."""

from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process lives."""
    return JsonResponse({"alive": True})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether pages can be served: 503 while the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ready": False}, status=503)
    return JsonResponse({"ready": True})


class ApiSchemaView(SpectacularAPIView):
    """The API's description: the same for every reader, so a process writes it once a format."""

    written: ClassVar[dict[str, str | bytes]] = {}

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the description as YAML or JSON, whichever is asked for."""
        renderer = request.accepted_renderer
        if renderer.format not in self.written:
            described = super().get(request, *args, **kwargs).data
            self.written[renderer.format] = renderer.render(described, renderer.media_type, {})
        return HttpResponse(self.written[renderer.format], content_type=renderer.media_type)


class ApiDocsView(SpectacularSwaggerSplitView):
    """The API's page, from local files and with nothing inline."""

    url_name = "api_schema"
    title = "督查通接口"
    template_name = "api_docs.html"
