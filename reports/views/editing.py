"""正文: a draft's passages to edit, beside the figures they were written from."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import clock
from accounts.pages import Crumb, ServiceFormView, person
from reports.composing import facts_of, passages_of
from reports.drafting.numbers import known_of
from reports.kinds import kind_of
from reports.models import Bulletin
from reports.selectors.mending import mended_at
from reports.services.blockers import blockers_of
from reports.services.editing import edit_text
from reports.views.bulletins import BulletinMixin, figures_of
from reports.views.text_rows import TextForm, rows_of


class BulletinTextView(BulletinMixin, ServiceFormView):
    """Edit, drop, restore and add passages; flagged numbers need a reason."""

    permission_required = ("reports.view_bulletin", "reports.assemble_bulletin")
    form_class = TextForm
    template_name = "reports/bulletin_text.html"

    def get_title(self) -> str:
        """Say what is done here."""
        return "修改正文"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the draft."""
        return [*super().get_crumbs(), (self.bulletin.title, self.bulletin_url)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the text; one that is no draft any more is only read."""
        if self.bulletin.state != Bulletin.State.DRAFT:
            messages.info(request, "正文在起草时才能修改；需要修改请先退回起草。")
            return redirect(self.bulletin_url)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a row for each passage, the figures and what forbids going on."""
        context = super().get_context_data(**kwargs)
        held = Bulletin.objects.get(pk=self.bulletin.pk)  # another may have saved meanwhile
        facts = facts_of(held)
        kind = kind_of(held.kind)
        entries = kind.wording.worded if kind.wording else ()
        figures = getattr(facts, "figures", ())
        form: TextForm = context["form"]
        rows = rows_of(
            passages_of(held, facts),
            form.edits,
            known=known_of(figures),
            names={entry.key: entry.name for entry in entries},
        )
        return context | {
            "bulletin": held,
            "facts": facts,
            "rows": list(rows),
            "blockers": mended_at(held, blockers_of(held, facts)),
            "figures": figures_of(held, facts, person(self.request)) if figures else [],
            "has_wording": kind.wording is not None,
        }

    def form_valid(self, form: TextForm) -> HttpResponse:
        """Keep what was typed; the files are made anew."""
        user = person(self.request)
        edit_text(bulletin=self.bulletin, edits=form.edits, by=user, at=clock.now())
        messages.success(self.request, "已保存，通报文件已按新的正文重新生成。")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Stay on the text."""
        return reverse("reports:bulletin_text", args=[self.bulletin.pk])
