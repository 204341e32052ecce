"""月度材料包: a month's files in one zip, made by a job, and how to check them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.errors import RuleBroken
from accounts.files import hand_out
from accounts.models import Job
from accounts.pages import Crumb, person
from reports.models import Bulletin
from reports.selectors.packs import RIGHTS, mark_of, pack_of
from reports.services.packs import ask_for_pack, hand_over_pack
from reports.tasks import month_pack
from reports.views.bulletins import BulletinMixin


class PackMixin(BulletinMixin):
    """A page of a monthly bulletin's pack, for those who may see all that is in it."""

    permission_required = tuple(sorted(RIGHTS))

    @cached_property
    def bulletin(self) -> Bulletin:
        """The monthly bulletin of the address; 404 where it is hidden or not there."""
        readable = Bulletin.objects.visible_to(person(self.request)).monthly()
        return get_object_or_404(readable, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        """Say what it is."""
        return "月度材料包"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the bulletin."""
        here = reverse("reports:bulletin_detail", args=[self.bulletin.pk])
        return [*super().get_crumbs(), (self.bulletin.title, here)]


class PackView(PackMixin, TemplateView):
    """The pack as made last, a button to make it, and how its files are checked."""

    template_name = "reports/pack.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pack, whether anything has changed since, and the job under way."""
        held, pack = self.bulletin, self.bulletin.packs.first()
        mark = mark_of(held)
        current = pack_of(held, mark=mark) is not None
        waiting = Job.objects.filter(kind="month_pack", key=f"{held.pk} {mark}")
        return super().get_context_data(
            bulletin=held,
            pack=pack,
            current=current,
            job=None if current else waiting.exclude(state=Job.State.DONE).first(),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the pack and wake a worker; whoever asked follows the job's page."""
        user = person(request)
        with transaction.atomic():
            job = ask_for_pack(bulletin=self.bulletin, by=user)
            if job is not None:
                month_pack.delay_on_commit(job.pk)
        if job is not None and job.requested_by_id == user.pk:
            return redirect("accounts:job", pk=job.pk)
        text = "材料包已生成，内容没有变化。" if job is None else "他人已在生成，请稍候刷新本页。"
        messages.success(request, text)
        return redirect("reports:bulletin_pack", pk=pk)


class PackFileView(PackMixin):
    """The zip itself; each taking is written down."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand it out under its name."""
        try:
            pack = hand_over_pack(bulletin=self.bulletin, by=person(request))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("reports:bulletin_pack", pk=pk)
        return hand_out(pack.file, name=pack.name)
