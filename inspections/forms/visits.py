"""Forms of the field work: the teams of a round."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import DayInput
from accounts.models import Role, User

TEAM_NAMES = ("第一组", "第二组", "第三组", "第四组")


class TeamForm(forms.Form):
    """One inspection team: its name, its leader, its members."""

    name = forms.CharField(label="组名", max_length=30)
    leader = forms.ModelChoiceField(
        label="组长", queryset=User.objects.none(), empty_label="请选择组长"
    )
    members = forms.ModelMultipleChoiceField(
        label="成员",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="组长自动列为成员。",
    )

    def __init__(self, *args: Any, inspectors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["leader"].queryset = fields["members"].queryset = inspectors

    def as_team(self) -> dict[str, Any]:
        """Give the team as the service takes it; the leader is one of the members."""
        data = self.cleaned_data
        members = {person.pk: person for person in [data["leader"], *data["members"]]}
        return {"name": data["name"], "leader": data["leader"], "members": [*members.values()]}


class BaseTeamFormSet(forms.BaseFormSet):
    """The teams of a round; no person stands in two of them."""

    def clean(self) -> None:
        """Refuse a name or a person that appears twice, naming it."""
        if any(self.errors):
            return
        seen: dict[Any, str] = {}
        for form in self.filled:
            team = form.as_team()
            for key in (team["name"], *team["members"]):
                if key in seen:
                    raise forms.ValidationError(f"“{key}”重复出现在{seen[key]}和{team['name']}。")
                seen[key] = team["name"]
        if not seen:
            raise forms.ValidationError("请至少组成一个督查组。")

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Begin with the usual names; a team that is left as it is does not count."""
        super().add_fields(form, index)
        form.fields["name"].initial = TEAM_NAMES[index or 0]

    @property
    def filled(self) -> list[TeamForm]:
        """The team forms that were filled in."""
        return [form for form in self.forms if form.cleaned_data]


TeamFormSet = forms.formset_factory(TeamForm, formset=BaseTeamFormSet, extra=len(TEAM_NAMES))


class DueForm(forms.Form):
    """By when the visits are to be submitted."""

    due_on = forms.DateField(
        label="督查完成期限",
        widget=DayInput(),
    )

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest = earliest

    def clean_due_on(self) -> date:
        """Refuse a day before the round begins."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.earliest:
            raise forms.ValidationError(f"完成期限不得早于本期开始日期{self.earliest}。")
        return due_on


def inspectors_of(user: User) -> Any:
    """Give the active inspectors within the user's area, by name."""
    people = User.objects.filter(
        is_active=True, groups__name=Role.INSPECTOR.label, area_code__startswith=user.area_code
    )
    return people.order_by("name").distinct()
