"""What a person types when problems are upheld or rejected."""

from typing import Any

from django import forms

from accounts.models import Unit
from inspections.models import Problem

PROPOSED = ("proposed", "按系统建议")
LONG = {"rows": 3}


class ConfirmForm(forms.Form):
    """Uphold problems as 共性 or 个性, or as the system proposes."""

    scope = forms.ChoiceField(
        label="认定为", choices=[PROPOSED, *Problem.Scope.choices], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="说明", required=False, max_length=300, widget=forms.Textarea(LONG)
    )


class ConfirmOneForm(ConfirmForm):
    """Uphold one problem; its responsible unit can be put right."""

    unit = forms.ModelChoiceField(label="责任单位", queryset=Unit.objects.none())

    field_order = ["scope", "unit", "note"]

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = self.fields["scope"]
        scope.choices = Problem.Scope.choices  # type: ignore[attr-defined]  # a ChoiceField
        scope.initial = problem.proposed_scope
        unit = self.fields["unit"]
        unit.queryset = Unit.objects.within(problem.area_code[:6])  # type: ignore[attr-defined]
        unit.initial = problem.responsible_unit_id


class RejectForm(forms.Form):
    """Reject a problem, with the reason."""

    note = forms.CharField(label="不属实的理由", max_length=300, widget=forms.Textarea(LONG))
