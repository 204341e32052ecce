"""What pages have in common: a title, a trail of crumbs, and lists that filter, sort and page."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import TextInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.generic import FormView
from django_filters.views import FilterView

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.paging import MOST, CappedPaginator, totals
from accounts.remembering import PASSING, keep_filters, last_filters, were_brought

Crumb = tuple[str, str | None]
NO_FILTER = {"sort", *PASSING}
SHOWN = 9  # filters of a list in sight; partials/filter_bar.html folds the others away


def person(request: HttpRequest) -> User:
    """Give the logged-in person; refuse anybody else, which the middleware has done before."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class PageMixin:
    """A page's title and its crumbs (label, address), without 首页."""

    title = ""
    crumbs: Sequence[Crumb] = ()

    def get_title(self) -> str:
        """Give the page's heading."""
        return self.title

    def get_crumbs(self) -> Sequence[Crumb]:
        """Give the pages above this one, the nearest last."""
        return self.crumbs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add title and crumbs; what the caller gives wins."""
        given = {"title": self.get_title(), "crumbs": self.get_crumbs()} | kwargs
        return super().get_context_data(**given)  # type: ignore[misc]  # the view's own


class ServiceFormView(FormView):
    """A form with a service behind it, which `form_valid` calls.

    What the service refuses stands above the form, and what was typed stays in it.
    """

    def is_sound(self, form: Any) -> bool:
        """Whether what was sent can go to the service; a page with further forms asks them too."""
        return bool(form.is_valid())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the form, or show it again with what is wrong with it."""
        form = self.get_form()
        if not self.is_sound(form):
            return self.form_invalid(form)
        try:
            return self.form_valid(form)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)


class ListPage(PageMixin, PermissionRequiredMixin, FilterView):
    """A list: rows through the gate, a filter form, sorting, pages.

    Only the first rows are counted and leafed through; a page that has more asks for the whole
    number (`?total=1`) after it is shown.
    """

    paginate_by = 30
    paginator_class = CappedPaginator
    strict = False  # a wrong filter value shows its error beside the unfiltered rest
    sort_fields: ClassVar[dict[str, str]] = {}
    sums: tuple[tuple[str, str], ...] = ()  # columns added up over all rows, and their units

    def get_ordered(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Order the rows by ?sort=key or ?sort=-key; an unknown key leaves them as they are."""
        wanted = self.request.GET.get("sort", "")
        field = self.sort_fields.get(wanted.removeprefix("-"))
        if field is None:
            return rows
        return rows.order_by(f"-{field}" if wanted.startswith("-") else field, "pk")

    def get_filterset_kwargs(self, filterset_class: type) -> dict[str, Any]:
        """Hand the sorted rows to the filter."""
        kwargs: dict[str, Any] = super().get_filterset_kwargs(filterset_class)
        return {**kwargs, "queryset": self.get_ordered(kwargs["queryset"])}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, under the filters last used where none are asked for, or its total."""
        response: HttpResponse
        if request.GET.get("total") and "HX-Request" in request.headers:
            filterset = self.get_filterset(self.get_filterset_class())
            found = totals(filterset.qs, sums=tuple(name for name, _ in self.sums))
            response = render(request, "partials/list_total.html", self._told(found))
        elif query := last_filters(request):
            response = HttpResponseRedirect(f"{request.path}?{query}")
        else:
            response = super().get(request, *args, **kwargs)
            keep_filters(request, typed=_typed(self.filterset))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many there are and whether a filter is in use."""
        context = super().get_context_data(**kwargs)
        paginator = context["paginator"]
        if isinstance(paginator, CappedPaginator):
            context |= self._told(paginator.figures) | {"capped": paginator.capped}
        asked = {key: value for key, value in self.request.GET.items() if value}
        context["filtering"] = bool(asked.keys() - NO_FILTER)
        context["remembered"] = were_brought(self.request)
        context["more_used"] = _more_used(context["filter"], asked)
        return context

    def _told(self, figures: dict[str, int]) -> dict[str, Any]:
        units = [(name, figures[name], unit) for name, unit in self.sums]
        return {"total": figures["rows"], "totals": units, "most": MOST}


def _typed(filterset: Any) -> list[str]:
    """Give the filters into which words are typed; days, numbers and choices are none."""
    fields = filterset.form.fields.items()
    return [name for name, field in fields if type(field.widget) is TextInput]


def _more_used(filterset: Any, asked: dict[str, str]) -> bool:
    """Whether one of the folded filters is in use, so that the fold opens."""
    more = filterset.form.visible_fields()[SHOWN:]
    return any(name.startswith(field.html_name) for field in more for name in asked)
