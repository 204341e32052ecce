"""What the problems offered for a 专报 are narrowed by."""

from typing import Any

from django import forms

from households.models import Area
from inspections.models import Problem, ProblemCategory
from inspections.months import MonthField

ANY = [("", "全部")]


class ChosenFilter(forms.Form):
    """Month, township, category, severity, and whether only open ones."""

    period = MonthField(label="期次", required=False)
    area = forms.ChoiceField(label="乡镇", required=False)
    category = forms.ModelChoiceField(
        label="类别", queryset=ProblemCategory.objects.all(), required=False, empty_label="全部"
    )
    severity = forms.ChoiceField(
        label="程度", choices=[*ANY, *Problem.Severity.choices], required=False
    )
    open = forms.ChoiceField(label="状态", choices=[*ANY, ("1", "只看未销号")], required=False)

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        townships = Area.objects.within(county).townships().order_by("code")
        named = list(townships.values_list("code", "short_name"))
        self.fields["area"].choices = [*ANY, *named]  # type: ignore[attr-defined]

    def where(self) -> dict[str, Any]:
        """Give the conditions; a wrong one is left out."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        names = {"area": "area_code__startswith"}
        return {names.get(name, name): value for name, value in given.items() if value}
