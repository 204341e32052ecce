"""Photos of a draft: adding one to its question, taking one out; JSON for the page's script."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from accounts.errors import RuleBroken
from accounts.pages import person
from inspections.models import Attachment
from inspections.selectors.progress import own_draft, parts_of
from inspections.sent import KEY
from inspections.services.saving import FormSealed
from inspections.services.visit_photos import attach_photo, remove_photo
from inspections.views.visits import VisitMixin

JSON = "application/json"
BAD, CONFLICT = 400, 409


class PhotoMixin(VisitMixin):
    """An act on the photos of one question, asked for by a form or by a script."""

    permission_required = "inspections.fill_visit"

    def told(self, text: str, **fields: Any) -> HttpResponse:
        """Tell of success: JSON, or a message above the question."""
        if self.wants_json:
            return JsonResponse({"ok": True, **fields})
        messages.success(self.request, text)
        return self.back()

    def refused(self, text: str, *, status: int, **fields: Any) -> HttpResponse:
        """Tell of a refusal in the same way."""
        if self.wants_json:
            return JsonResponse({"ok": False, "message": text, **fields}, status=status)
        messages.error(self.request, text)
        return self.back()

    @property
    def wants_json(self) -> bool:
        """Whether a script asks."""
        return JSON in self.request.headers.get("Accept", "")

    def back(self) -> HttpResponse:
        """Lead back to the question, or to the reading page of a form that is no own draft."""
        name = self.kwargs["question"]
        parts = [p.code for p in parts_of(self.form) if name in {q.name for q in p.questions}]
        if not parts or not own_draft(self.visit, person(self.request)):
            return redirect("inspections:visit_detail", self.visit.pk)
        here = reverse("inspections:visit_section", args=[self.visit.pk, parts[0]])
        return redirect(f"{here}#q-{name}")

    def act(self, request: HttpRequest) -> HttpResponse:
        """Do the act; raises RuleBroken."""
        raise NotImplementedError  # each act names its service

    def post(self, request: HttpRequest, *args: object, **kwargs: Any) -> HttpResponseBase:
        """Act through the service; a refusal is told."""
        try:
            return self.act(request)
        except FormSealed as refusal:
            return self.refused(str(refusal), status=CONFLICT, code=refusal.code, sealed=True)
        except RuleBroken as refusal:
            return self.refused(str(refusal), status=CONFLICT, code=refusal.code)


class PhotoView(PhotoMixin, View):
    """Take in one photo."""

    http_method_names = ["post"]

    def act(self, request: HttpRequest) -> HttpResponse:
        """Store through the service under the client's key."""
        if not (file := request.FILES.get("photo")):
            return self.refused("请先拍摄或选择照片。", status=BAD, code="no_file")
        if (key := request.POST.get("key", "")) and not KEY.fullmatch(key):
            return self.refused("key 应为客户端生成的标识。", status=BAD, code="bad_key")
        name = self.kwargs["question"]
        photo = attach_photo(visit=self.visit, name=name, file=file, by=person(request), key=key)
        return self.told("照片已保存。", **photo_told(photo))


class PhotoRemoveView(PhotoMixin, View):
    """Take one photo out."""

    http_method_names = ["post"]

    def act(self, request: HttpRequest) -> HttpResponse:
        """Remove through the service."""
        name, number = self.kwargs["question"], self.kwargs["number"]
        remove_photo(visit=self.visit, name=name, number=number, by=person(request))
        return self.told("照片已移除。", id=number)


def photo_told(photo: Attachment) -> dict[str, Any]:
    """A stored photo as a script learns of it."""
    url = reverse("inspections:attachment", args=[photo.pk])
    return {"id": photo.pk, "key": photo.client_key, "url": url}
