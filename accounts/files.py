"""Handing out a stored file that a view has already allowed."""

import mimetypes
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse, HttpResponseBase

INLINE_TYPES = {"image/jpeg", "image/png", "application/pdf"}


def hand_out(file: FieldFile, *, name: str, inline: bool = False) -> HttpResponseBase:
    """Send the file under this name: by the proxy where there is one, else from here.

    Only images and PDF may be shown inside the page (`inline`); all else is saved. The caller has
    checked that the user may see the record the file belongs to.
    """
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    saved = not (inline and kind in INLINE_TYPES)
    response: HttpResponseBase
    if settings.PROTECTED_MEDIA_PREFIX == "-":
        response = FileResponse(
            file.open("rb"), as_attachment=saved, filename=name, content_type=kind
        )
    else:
        response = HttpResponse(content_type=kind)
        response["X-Accel-Redirect"] = settings.PROTECTED_MEDIA_PREFIX + quote(file.name or "")
        way = "attachment" if saved else "inline"
        response["Content-Disposition"] = f"{way}; filename*=utf-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
