"""公文模板: the versions an office uploaded, a new one, its preview, which one is in use."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView, View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.files import hand_out
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from reports.forms.letterheads import LetterheadForm
from reports.letterheads.slots import SLOTS
from reports.models import Letterhead
from reports.renderers.letterhead_starter import starter
from reports.selectors import county_of
from reports.selectors.letterheads import letterheads_of, versions_told
from reports.services.letterheads import (
    DOCX,
    LetterheadRefused,
    previewed,
    put_in_use,
    take_out_of_use,
    upload_letterhead,
)

LIST = "reports:letterhead_list"


def handed(content: bytes, *, name: str) -> HttpResponse:
    """Give a made .docx as a file to save."""
    response = HttpResponse(content, content_type=DOCX)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class LetterheadList(PageMixin, PermissionRequiredMixin, TemplateView):
    """The county's versions by kind, and which are in use."""

    title = "公文模板"
    permission_required = "reports.view_letterhead"
    template_name = "reports/letterhead_list.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the documents."""
        return [("通报", reverse("reports:bulletin_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions."""
        rows = versions_told(letterheads_of(person(self.request)))
        return super().get_context_data(versions=rows, **kwargs)


class LetterheadUpload(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Upload a template; what is wrong with it is listed line by line."""

    title = "上传公文模板"
    permission_required = "reports.manage_letterhead"
    form_class = LetterheadForm
    template_name = "reports/letterhead_upload.html"
    complaints: tuple[str, ...] = ()

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the versions."""
        return [("公文模板", reverse(LIST))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slots as explained, and the complaints."""
        return super().get_context_data(slots=SLOTS, complaints=self.complaints, **kwargs)

    def form_valid(self, form: LetterheadForm) -> HttpResponse:
        """Keep it as a version, not yet in use."""
        user, given = person(self.request), form.cleaned_data
        try:
            kept = upload_letterhead(
                county=county_of(user),
                kind=given["kind"],
                name=given["name"],
                content=given["file"].read(),
                by=user,
                at=clock.now(),
            )
        except LetterheadRefused as refused:
            self.complaints = tuple(refused.complaints)
            raise
        messages.success(self.request, f"已收下：{kept}。请先预览，再启用。")
        return redirect(LIST)


class LetterheadStarter(PermissionRequiredMixin, View):
    """A template to begin with."""

    permission_required = "reports.view_letterhead"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand it out."""
        return handed(starter(), name="公文模板样本.docx")


class LetterheadMixin(PermissionRequiredMixin, View):
    """One version of the user's county; `pk` in the address."""

    permission_required: Any = "reports.manage_letterhead"

    @cached_property
    def letterhead(self) -> Letterhead:
        """The version of the address; 404 where it is another county's or not there."""
        return get_object_or_404(letterheads_of(person(self.request)), pk=self.kwargs["pk"])


class LetterheadFile(LetterheadMixin):
    """A version as it was uploaded."""

    permission_required = "reports.view_letterhead"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand it out."""
        return hand_out(self.letterhead.file, name=f"{self.letterhead}.docx")


class LetterheadPreview(LetterheadMixin):
    """The newest document of the kind on this version."""

    permission_required = ("reports.view_letterhead", "reports.assemble_bulletin")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make it; nothing is kept."""
        try:
            content = previewed(self.letterhead)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect(LIST)
        return handed(content, name=f"预览：{self.letterhead}.docx")


class LetterheadUse(LetterheadMixin):
    """Put a version in use, or take it out; `act` in the address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Do it and go back to the list."""
        user, row = person(request), self.letterhead
        if act not in {"use", "stop"}:
            raise Http404
        try:
            if act == "use":
                put_in_use(letterhead=row, by=user)
                messages.success(request, f"已启用：{row}。今后汇总的文件用它。")
            else:
                take_out_of_use(letterhead=row, by=user)
                messages.success(request, f"已停用：{row}。")
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return redirect(LIST)
