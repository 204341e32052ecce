"""Forms of the field work: the teams of a round."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.forms import DayInput
from accounts.models import Role, User
from inspections.models import Checklist
from inspections.models.subjects import SubjectKind
from inspections.selectors.plans import TeamProposal

TEAM_NAMES = tuple(f"第{number}组" for number in "一二三四五六七八")
USUAL_TEAMS = 4


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

    def has_changed(self) -> bool:
        """Whether a person is named: a proposed team counts as it stands."""
        named = [self.add_prefix(name) for name in ("leader", "members")]
        return any(self.data.get(name) for name in named)

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

    def __init__(self, *args: Any, proposed: Sequence[TeamProposal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed[: len(TEAM_NAMES)]
        self.extra = max(USUAL_TEAMS, len(self.proposed))

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Begin with last month's teams, then with the usual names."""
        super().add_fields(form, index)
        place = index or 0
        form.fields["name"].initial = TEAM_NAMES[min(place, len(TEAM_NAMES) - 1)]
        if place < len(self.proposed):
            team = self.proposed[place]
            form.fields["name"].initial = team.name
            form.fields["leader"].initial = team.leader
            form.fields["members"].initial = list(team.members)

    @property
    def filled(self) -> list[TeamForm]:
        """The team forms that were filled in."""
        return [form for form in self.forms if form.cleaned_data]


TeamFormSet = forms.formset_factory(TeamForm, formset=BaseTeamFormSet, extra=USUAL_TEAMS)


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


class ChecklistsForm(forms.Form):
    """Which checklist each kind of unit is visited with, where there is a choice."""

    def __init__(self, *args: Any, offered: Mapping[str, Sequence[Checklist]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offered = offered
        for kind, lists in offered.items():
            if len(lists) > 1:
                titles = [one.title for one in lists]
                self.fields[kind] = forms.ChoiceField(
                    label=f"{SubjectKind(kind).label}用表",
                    choices=[
                        (str(one.pk), one.title)
                        if titles.count(one.title) == 1
                        else (str(one.pk), f"{one.title}（{one.scheme}）")
                        for one in lists
                    ],
                    required=False,
                )

    def chosen(self) -> dict[str, Checklist]:
        """Give the chosen checklist by kind of unit."""
        known = {str(one.pk): one for lists in self.offered.values() for one in lists}
        return {kind: known[key] for kind, key in self.cleaned_data.items() if key}


def inspectors_of(user: User) -> Any:
    """Give the active inspectors within the user's area, by name."""
    people = User.objects.filter(
        is_active=True, groups__name=Role.INSPECTOR.label, area_code__startswith=user.area_code
    )
    return people.order_by("name").distinct()
