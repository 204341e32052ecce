"""The service worker's own script and the page it shows where nothing is kept."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

FOLDERS = {"css": "*.css", "js": "*.js", "js/field": "*.js", "js/widgets": "*.js", "img": "*.svg"}
VENDOR = (
    "vendor/tabler-core-1.6.1/tabler.min.css",
    "vendor/tabler-core-1.6.1/tabler.min.js",
    "vendor/htmx.org-2.0.11/htmx.min.js",
    "vendor/tabler-icons-3.51.0/icons.svg",
)
SCRIPT = """import {{ start }} from {worker};
start({settings});
"""


def asset_names() -> list[str]:
    """The static files that the pages of a form may ask for."""
    found = [
        f"{folder}/{path.name}"
        for folder, pattern in FOLDERS.items()
        if (place := finders.find(folder))
        for path in sorted(Path(place).glob(pattern))
    ]
    return [*VENDOR, *found]


@lru_cache(maxsize=1)
def worker_version() -> str:
    """Changes with any of the files."""
    content = hashlib.sha256()
    for name in asset_names():
        content.update(name.encode() + Path(finders.find(name) or "").read_bytes())
    return content.hexdigest()[:16]


def worker_script() -> str:
    """The script: which files to keep, and of which version they are."""
    names = asset_names()
    told = {
        "version": worker_version(),
        "assets": [static(name) for name in names],
        "prefix": settings.STATIC_URL,
        "away": reverse("inspections:field_away"),
    }
    worker = json.dumps(static("js/field/worker.js"))
    return SCRIPT.format(worker=worker, settings=json.dumps(told, indent=1))


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the script; the browser asks for it anew each time and compares."""
    script = worker_script()
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)


@login_not_required
@never_cache
@require_safe
def field_away(request: HttpRequest) -> HttpResponse:
    """Say that there is no network and no copy, and where the copies are."""
    return render(request, "inspections/field_away.html", {"title": "没有网络"})
