"""通报用语: every passage as shipped and as the office words it, with its slots and a preview."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts import clock
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from reports.composing import facts_of
from reports.drafting.catalogue import Catalogue, Entry
from reports.drafting.slots import shown_value
from reports.kinds import KINDS
from reports.models import Bulletin, Wording
from reports.selectors.wording import current_wordings, editions, newest_of_kind, own_wording
from reports.services.wording import set_wording
from reports.views.own_county import OwnCountyMixin

LONGEST = 2000
PREVIEWED = 3  # passages of a repeated wording shown


class WordingForm(forms.Form):
    """One passage's text and the edition it was written over; empty is the shipped text."""

    text = forms.CharField(
        label="用语",
        required=False,
        max_length=LONGEST,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6, "id": "wording-text"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput())


class WordingMixin(OwnCountyMixin, PageMixin, PermissionRequiredMixin, View):
    """A page of the user's county's wording of one kind of document."""

    permission_required: Any = "reports.edit_wording"

    @cached_property
    def kind(self) -> str:
        """The kind in the address, the monthly bulletin where none is named."""
        kind = self.kwargs.get("kind") or self.request.GET.get("kind") or Bulletin.Kind.MONTHLY
        if kind not in KINDS or KINDS[kind].wording is None:
            raise Http404
        return str(kind)

    @property
    def catalogue(self) -> Catalogue:
        """The shipped wording of the kind."""
        wording = KINDS[self.kind].wording
        if wording is None:
            raise Http404
        return wording

    @cached_property
    def example(self) -> Bulletin | None:
        """The newest document of the kind, whose facts wordings are shown with."""
        return newest_of_kind(area_code=self.county, kind=self.kind)


class WordingListView(WordingMixin, TemplateView):
    """All passages by part: shipped, or the office's own."""

    title = "通报用语"
    template_name = "reports/wording_list.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the documents."""
        return [("通报", reverse("reports:bulletin_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts with their passages, and the kinds there are."""
        own = current_wordings(area_code=self.county, kind=self.kind)
        parts: dict[str, list[tuple[Entry, Wording | None]]] = {}
        for entry in self.catalogue.worded:
            parts.setdefault(entry.part, []).append((entry, own.get(entry.key)))
        labels = dict(Bulletin.Kind.choices)
        tabs = [
            (labels[code], f"?kind={code}", code == self.kind, None)
            for code, kind in KINDS.items()
            if kind.wording
        ]
        return super().get_context_data(parts=parts.items(), tabs=tabs, kind=self.kind, **kwargs)


class WordingEditMixin(WordingMixin):
    """A page of one passage; its key in the address."""

    @cached_property
    def entry(self) -> Entry:
        """The passage of the address; 404 where the kind has none such."""
        try:
            return self.catalogue.entry(self.kwargs["key"])
        except KeyError as unknown:
            raise Http404 from unknown

    def previewed(self, text: str) -> dict[str, Any]:
        """Give what a text would say of the newest document's facts, or what is wrong with it."""
        text = text.strip() or self.entry.text
        wrong = self.catalogue.wrong_with(self.entry.key, text)
        shown: dict[str, Any] = {"example": self.example, "wrong": wrong, "passages": []}
        if self.example and not wrong:
            own = self.own | {self.entry.key: text}
            facts = facts_of(self.example)
            passages = self.catalogue.passages_of(self.entry.key, facts, own)
            shown |= {"passages": passages[:PREVIEWED], "more": len(passages) - PREVIEWED}
        return shown

    @cached_property
    def own(self) -> dict[str, str]:
        """The office's own wording of the kind."""
        return own_wording(area_code=self.county, kind=self.kind, catalogue=self.catalogue)


class WordingEditView(WordingEditMixin, ServiceFormView):
    """Word one passage, its slots beside it."""

    form_class = WordingForm
    template_name = "reports/wording_edit.html"

    def get_title(self) -> str:
        """Name the passage."""
        entry = self.entry
        return entry.name if entry.name == entry.part else f"{entry.part}：{entry.name}"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("通报用语", self.list_url)]

    @property
    def list_url(self) -> str:
        """The list of the kind's passages."""
        return f"{reverse('reports:wording_list')}?kind={self.kind}"

    @cached_property
    def editions(self) -> list[Wording]:
        """Every edition of the passage, the newest first."""
        return editions(area_code=self.county, kind=self.kind, key=self.entry.key)

    def get_initial(self) -> dict[str, Any]:
        """Begin with the text that holds."""
        newest = self.editions[0] if self.editions else None
        text = (newest.text if newest else "") or self.entry.text
        return {"text": text, "seen": newest.version if newest else 0}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slots with their values, the preview and the editions."""
        context = super().get_context_data(**kwargs)
        text = context["form"]["text"].value() or ""
        return context | {
            "entry": self.entry,
            "kind": self.kind,
            "groups": self._slots(),
            "editions": self.editions,
            "list_url": self.list_url,
            **self.previewed(text),
        }

    def _slots(self) -> list[tuple[str, list[tuple[Any, str]]]]:
        """Give the slots by group with what each says today, or its example."""
        subject = None
        if self.example:
            facts = facts_of(self.example)
            subject = self.catalogue.first_subject(self.entry.key, facts, self.own)
        return [
            (
                group.title,
                [
                    (slot, shown_value(slot, subject) if subject is not None else slot.example)
                    for slot in group.slots
                ],
            )
            for group in self.catalogue.groups_of(self.entry)
            if group.slots
        ]

    def form_valid(self, form: WordingForm) -> HttpResponse:
        """Keep a new edition."""
        set_wording(
            area_code=self.county,
            kind=self.kind,
            key=self.entry.key,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
            by=person(self.request),
            at=clock.now(),
        )
        messages.success(self.request, "已保存，下次汇总起按新用语起草；已改过的段落不受影响。")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Stay on the passage."""
        return reverse("reports:wording_edit", args=[self.kind, self.entry.key])


class WordingPreviewView(WordingEditMixin):
    """What a text would say, while it is typed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, kind: str, key: str) -> HttpResponse:
        """Answer with the preview alone."""
        text = request.POST.get("text", "")[:LONGEST]
        return render(request, "reports/wording_preview.html", self.previewed(text))
