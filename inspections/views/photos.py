"""Adding a photo to a question of a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from accounts.errors import RuleBroken
from accounts.pages import person
from inspections.selectors.progress import parts_of
from inspections.services.visit_photos import attach_photo
from inspections.views.visits import DraftMixin


class PhotoView(DraftMixin, View):
    """Take in one photo and go back to its question."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        """Store through the service; a refusal is told above the part."""
        name = kwargs["question"]
        if not (file := request.FILES.get("photo")):
            messages.error(request, "请先拍摄或选择照片。")
            return self.back(name)
        try:
            attach_photo(visit=self.visit, name=name, file=file, by=person(request))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "照片已保存。")
        return self.back(name)

    def back(self, name: str) -> HttpResponse:
        """Lead back to the question."""
        parts = [p.code for p in parts_of(self.form) if name in {q.name for q in p.questions}]
        if not parts:
            return redirect("inspections:visit_detail", self.visit.pk)
        here = reverse("inspections:visit_section", args=[self.visit.pk, parts[0]])
        return redirect(f"{here}#q-{name}")
