"""签收情况: the list of who signed and who has not, and reminding those who have not."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.listing_pages import ListingPage
from accounts.pages import Crumb, person
from inspections.filters import number_of
from reports.lists import RECEIPTS
from reports.models import Bulletin
from reports.services.receipts import remind
from reports.views.bulletins import BulletinMixin


class ReceiptList(ListingPage):
    """Receipts of issued documents: the offices see every unit's, a unit its own."""

    listing = RECEIPTS

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the document the list is about, if it is about one."""
        crumbs: list[Crumb] = [("阅文", reverse("reports:reading_list"))]
        readable = Bulletin.objects.visible_to(person(self.request)).issued()
        asked = readable.filter(pk=number_of(self.request.GET.get("bulletin", ""))).first()
        if asked is not None:
            crumbs.append((asked.title, reverse("reports:reading_detail", args=[asked.pk])))
        return crumbs


class BulletinRemind(BulletinMixin):
    """Remind the units that have not signed."""

    permission_required = ("reports.view_bulletin", "reports.issue_bulletin")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remind; a refusal is told above the document."""
        try:
            units = remind(self.bulletin, by=person(request))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已提醒{len(units)}个单位签收；同一单位每天只提醒一次。")
        return redirect(self.get_back())

    def get_back(self) -> Any:
        """Go back to where the button was: the document's page for readers, or the office's."""
        name = "reading" if self.request.POST.get("next") == "reading" else "bulletin"
        return reverse(f"reports:{name}_detail", args=[self.bulletin.pk])
