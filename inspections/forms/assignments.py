"""Forms about handed-out work: to whom it goes over, by which day."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms import DayInput
from accounts.models import User
from inspections.forms.visits import DueForm
from inspections.models import Assignment, Team
from inspections.services.crews import Crew, subject_of

REASON = forms.CharField(
    label="原因",
    max_length=100,
    widget=forms.Textarea(attrs={"rows": 2, "placeholder": "如：生病住院、须回避、路途调整"}),
    help_text="随任务留存，双方都能看到。",
)


class HandOverForm(forms.Form):
    """Who takes an assignment over; those who must step aside are not offered."""

    to = forms.ChoiceField(label="移交给")
    reason = REASON

    def __init__(self, *args: Any, assignment: Assignment, crews: Sequence[Crew], **kw: Any):
        super().__init__(*args, **kw)
        self.people: dict[str, tuple[Team, User]] = {}
        groups = [(str(crew.team), self._offered(assignment, crew)) for crew in crews]
        fields: dict[str, Any] = self.fields
        offered = [(name, people) for name, people in groups if people]
        fields["to"].choices = [("", "请选择接手人"), *offered]

    def _offered(self, assignment: Assignment, crew: Crew) -> list[tuple[str, str]]:
        """Give a team's people who may take it, with how much each has to do."""
        subject = subject_of(assignment)
        if crew.team.pk != assignment.team_id and crew.has_conflict([subject]):
            return []
        offered = []
        for person in crew.members:
            if person.pk != assignment.owner_id and not crew.must_avoid(person, subject):
                key = f"{crew.team.pk}-{person.pk}"
                self.people[key] = (crew.team, person)
                offered.append((key, f"{person}（{crew.team}，现有{crew.loads[person.pk]}项）"))
        return offered

    def taker(self) -> tuple[Team, User]:
        """Give the chosen team and person."""
        return self.people[self.cleaned_data["to"]]


class HandOverAllForm(forms.Form):
    """All that a person has left goes to the rest of the team, or to one of it."""

    from_owner = forms.ModelChoiceField(
        label="谁的任务", queryset=User.objects.none(), empty_label="请选择"
    )
    to_owner = forms.ModelChoiceField(
        label="移交给",
        queryset=User.objects.none(),
        required=False,
        empty_label="本组其他人（均分）",
        help_text="须是同一督查组的成员；须回避的系统会拒绝。",
    )
    reason = REASON

    def __init__(self, *args: Any, owners: Any, takers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["from_owner"].queryset, fields["to_owner"].queryset = owners, takers


class NewDueForm(DueForm):
    """Another last day, and why."""

    due_on = forms.DateField(label="新的完成期限", widget=DayInput())
    reason = REASON


class TeamDueForm(NewDueForm):
    """Another last day for all that a team, or the whole round, has left."""

    team = forms.ModelChoiceField(
        label="督查组", queryset=Team.objects.none(), required=False, empty_label="全部督查组"
    )
    field_order = ("team", "due_on", "reason")

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["team"].queryset = teams


class DeclareForm(forms.Form):
    """The inspector's word, once a round."""

    agreed = forms.BooleanField(
        label="我已阅读并承诺遵守以上纪律；本人没有应当回避而未报告的情形。",
        error_messages={"required": "请先勾选承诺。"},
    )
