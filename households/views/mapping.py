"""What an office calls its columns: mapped where it is needed, remembered, changed later."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from accounts.models import User
from accounts.pages import Crumb, ListPage, ServiceFormView, person
from accounts.scope import COUNTY
from households.filters.batches import MappingFilter
from households.forms.batches import MappingForm
from households.models import HeaderMapping
from households.selectors.uploads import kinds_for
from households.services.importing.headers import file_columns, forget_header
from households.services.importing.kinds import kind_of
from households.services.imports import CHECKED_AGAIN, map_headers
from households.tasks import ask_for_check
from households.views.batch_acts import ActMixin


class BatchMappingView(ActMixin, ServiceFormView):
    """Say what each column of a file is; the file is checked again."""

    title = "对应列名"
    states = CHECKED_AGAIN
    act = "对应列名"
    form_class = MappingForm
    template_name = "households/batch_mapping.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand over the file's headers, as they are taken now, and the columns of its kind."""
        self.columns = kind_of(self.batch.kind).columns()
        keys = {column.name: column.key for column in self.columns}
        headers = [(h, keys.get(name, "")) for h, name in self.batch.counts.get("columns", [])]
        given = {"headers": headers, "columns": self.columns}
        return super().get_form_kwargs() | given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put the first values of each column beside its choice."""
        context = super().get_context_data(**kwargs)
        values = file_columns(self.batch)
        form = context["form"]
        rows = [
            (header, values.get(header, ()), form[f"column_{at}"])
            for at, header in enumerate(form.headers)
        ]
        return context | {"batch": self.batch, "rows": rows}

    def form_valid(self, form: MappingForm) -> HttpResponse:
        """Remember what was said and have the file checked again."""
        user = person(self.request)
        batch = map_headers(batch=self.batch, by=user, mapping=form.mapping)
        ask_for_check(batch=batch, by=user)
        return HttpResponseRedirect(self.page)


def mappings_of(user: User) -> "QuerySet[HeaderMapping]":
    """Give what was remembered for a user's county, of the kinds he sends in."""
    rows = HeaderMapping.objects.within(user.area_code[:COUNTY])
    return rows.filter(kind__in=kinds_for(user))


class MappingListView(ListPage):
    """What the county's own column names mean."""

    title = "列名对应"
    permission_required = "households.add_registerbatch"
    filterset_class = MappingFilter
    template_name = "households/mapping_list.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the uploads."""
        return [("底册导入", reverse("households:batch_list"))]

    def get_queryset(self) -> "QuerySet[HeaderMapping]":
        """Give what was remembered for the user's county."""
        return mappings_of(person(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the column each header stands for."""
        context = super().get_context_data(**kwargs)
        for row in context["object_list"]:
            names = {column.key: column.name for column in kind_of(row.kind).columns()}
            row.column_name = names.get(row.column, row.column)
        return context


class MappingForgetView(PermissionRequiredMixin, View):
    """Forget what a header means; the next file with it is asked about again."""

    permission_required = "households.change_registerbatch"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget one header of the user's county."""
        user = person(request)
        mapping = get_object_or_404(mappings_of(user), pk=pk)
        forget_header(mapping=mapping, by=user)
        messages.success(request, f"已取消“{mapping.header}”的对应。")
        return HttpResponseRedirect(reverse("households:mapping_list"))
