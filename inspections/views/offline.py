"""Filling in without network: what a device keeps, and taking in what it could not send."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.generic import TemplateView, View

from accounts.clock import now, today
from accounts.errors import RuleBroken
from accounts.pages import Crumb, PageMixin, person
from inspections.rescue_file import LARGEST, RescueError, read_rescue
from inspections.selectors.declarations import rounds_to_declare
from inspections.selectors.field_work import FieldForm, not_begun, open_forms
from inspections.services.opening import open_visit
from inspections.services.rescue import apply_rescue
from inspections.views.worker import worker_version

REFUSED = 400


class FieldMixin(PermissionRequiredMixin):
    """For whoever fills in forms."""

    request: HttpRequest
    permission_required = "inspections.fill_visit"


class FieldHomeView(FieldMixin, PageMixin, TemplateView):
    """The forms to fill in, with what this device keeps of them; works without network itself."""

    title = "离线填表"
    template_name = "inspections/field_home.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the assignments."""
        return [("我的任务", reverse("inspections:my_assignments"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the open forms, what is not begun, and the rounds that wait for one's word."""
        user = person(self.request)
        return super().get_context_data(
            forms=[(form, first_address(form)) for form in open_forms(user)],
            waiting=not_begun(user),
            undeclared=rounds_to_declare(user),
            today=today(),
            **kwargs,
        )


def first_address(form: FieldForm) -> str:
    """Where a form begins."""
    return addresses(form)[0]


def addresses(form: FieldForm) -> list[str]:
    """The pages of a form: its parts and the page before submitting."""
    pk = form.visit.pk
    parts = [reverse("inspections:visit_section", args=[pk, code]) for code in form.parts]
    return [*parts, reverse("inspections:visit_submit", args=[pk])]


class FieldHelloView(FieldMixin, View):
    """Who is logged in, with a fresh token: asked before anything is sent."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> JsonResponse:
        """Give the person's number and the token."""
        return JsonResponse({"user": person(request).pk, "token": get_token(request)})


class FieldWorkView(FieldMixin, View):
    """What a device has to keep: the open forms with their pages."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> JsonResponse:
        """List the forms; a stamp changes when the kept pages are no longer good."""
        user = person(request)
        visits = [
            {
                "visit": form.visit.pk,
                "version": form.visit.version,
                "stamp": f"{worker_version()}.{form.stamp}",
                "pages": addresses(form),
            }
            for form in open_forms(user)
        ]
        return JsonResponse({"user": user.pk, "visits": visits})


class FieldOpenView(FieldMixin, View):
    """Begin every form that is not begun, so that it can be kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        """Open each through the service; tell which could not be."""
        user, refusals, opened = person(request), [], 0
        for assignment in not_begun(user):
            try:
                open_visit(assignment=assignment, by=user, at=now())
            except RuleBroken as refusal:
                refusals.append(f"{assignment}：{refusal}")
            else:
                opened += 1
        return JsonResponse({"opened": opened, "refusals": refusals})


class RescueView(FieldMixin, PageMixin, TemplateView):
    """Take in a file of unsent forms from any computer."""

    title = "补交未发送的督查表"
    template_name = "inspections/field_rescue.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the page of what is kept."""
        return [("离线填表", reverse("inspections:field_home"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the largest file and, after one was taken in, what became of it."""
        told = {"largest": LARGEST // 1024 // 1024, "results": None} | kwargs
        return super().get_context_data(**told)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the file and keep what it holds; say per form what became of it."""
        try:
            forms = read_rescue(content_of(request.FILES.get("file")))
        except RescueError as reason:
            context = self.get_context_data(refusal=str(reason))
            return self.render_to_response(context, status=REFUSED)
        results = apply_rescue(forms=forms, by=person(request))
        return self.render_to_response(self.get_context_data(results=results))


def content_of(file: UploadedFile | None) -> bytes:
    """The bytes of an uploaded file; raises RescueError for none and for one too large."""
    if file is None:
        raise RescueError("请选择导出的文件。")
    if (file.size or 0) > LARGEST:
        raise RescueError(f"文件过大，最多{LARGEST // 1024 // 1024}MB。")
    return bytes(file.read())
