"""帮助: the manual, the glossary, and that somebody has seen the tour."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from accounts import clock
from accounts.glossary import GROUPS
from accounts.manual import BY_SLUG, CHAPTERS
from accounts.pages import PageMixin, person
from accounts.services.people import note_tour

MANUAL = "使用手册"


class HelpView(PageMixin, TemplateView):
    """The manual's contents: first what the reader's own role needs."""

    title = MANUAL
    template_name = "help/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chapters, the reader's own apart."""
        user = person(self.request)
        mine = [chapter for chapter in CHAPTERS if chapter.is_for(user)]
        others = [chapter for chapter in CHAPTERS if not chapter.is_for(user)]
        return super().get_context_data(mine=mine, others=others, **kwargs)


class ChapterView(PageMixin, TemplateView):
    """One chapter; everybody may read all of them."""

    def get_title(self) -> str:
        """Give the chapter's title."""
        return self.chapter.title

    def get_crumbs(self) -> list[tuple[str, str | None]]:
        """Stand under the manual."""
        return [(MANUAL, reverse("accounts:help"))]

    def get_template_names(self) -> list[str]:
        """Give the chapter's own text."""
        return [f"help/{self.chapter.slug}.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the chapter; an unknown name is not found."""
        if kwargs["slug"] not in BY_SLUG:
            raise Http404
        self.chapter = BY_SLUG[kwargs["slug"]]
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chapter and its neighbours."""
        place = CHAPTERS.index(self.chapter)
        return super().get_context_data(
            chapter=self.chapter,
            chapters=CHAPTERS,
            before=CHAPTERS[place - 1] if place else None,
            after=CHAPTERS[place + 1] if place + 1 < len(CHAPTERS) else None,
            **kwargs,
        )


class GlossaryView(PageMixin, TemplateView):
    """All terms."""

    title = "术语"
    template_name = "help/terms.html"

    def get_crumbs(self) -> list[tuple[str, str | None]]:
        """Stand under the manual."""
        return [(MANUAL, reverse("accounts:help"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the terms by their groups."""
        return super().get_context_data(groups=GROUPS, **kwargs)


class TouredView(View):
    """Keep in mind that somebody has seen the tour, so that it does not come again."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note it; the page that asks stays as it is, one without script goes home."""
        note_tour(user=person(request), on=clock.today())
        if "HX-Request" in request.headers:
            return HttpResponse(status=204)
        return HttpResponseRedirect(reverse("home"))
