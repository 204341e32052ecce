"""Forms of further draws: an extra one, and the draw of the inspectors' teams."""

from typing import Any

from django import forms

from accounts.models import User
from inspections.forms.rounds import SealForm
from inspections.models import Round
from inspections.selectors.draws import drawn_places
from inspections.selectors.extra_frames import Counts
from inspections.selectors.inspectors import TeamPlan, pool_of_inspectors
from inspections.services.sealing import Sealing

MOST_TEAMS = 6
LEVELS = [
    ("household", "户：在已抽中的村里另抽"),
    ("village", "村：在已抽中的乡镇里另抽村和户"),
    ("township", "乡镇：另抽乡镇，连同其村和户"),
]


def _number(label: str, initial: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        initial=initial,
        min_value=1,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class ExtraForm(SealForm):
    """What is drawn besides, where, how many, and why."""

    level = forms.ChoiceField(label="加抽什么", choices=LEVELS, widget=forms.RadioSelect)
    townships_in = forms.MultipleChoiceField(
        label="在哪些乡镇", required=False, widget=forms.CheckboxSelectMultiple
    )
    villages_in = forms.MultipleChoiceField(
        label="在哪些村", required=False, widget=forms.CheckboxSelectMultiple
    )
    townships = _number("乡镇数", 1, 99)
    villages = _number("每乡镇村数", 1, 20)
    households = _number("每村户数", 4, 50)
    reason = forms.CharField(
        label="加抽原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="随规则一并封存公布。",
    )
    field_order = [
        *("level", "townships_in", "villages_in", "townships", "villages", "households"),
        *("reason", "seed_source", "witnesses"),
    ]

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        townships, villages = drawn_places(round_)
        fields["townships_in"].choices = townships
        fields["villages_in"].choices = villages

    def clean(self) -> dict[str, Any]:
        """Ask where, at the field itself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asked = {"village": "townships_in", "household": "villages_in"}
        name = asked.get(cleaned.get("level", ""))
        if name and not cleaned.get(name) and not self.has_error(name):
            self.add_error(name, "请至少选一个。")
        cleaned["places"] = cleaned.get(name) or [] if name else []
        return cleaned

    def as_extra(self, by: User, at: Any) -> dict[str, Any]:
        """Give what the service takes."""
        given = self.cleaned_data
        return {
            "level": given["level"],
            "places": given["places"],
            "reason": given["reason"],
            "counts": Counts(given["townships"], given["villages"], given["households"]),
            "sealing": Sealing(by=by, at=at, **self.as_arguments()),
        }


class SeatForm(forms.Form):
    """A team to be drawn: its name, its seats, and where it will go."""

    name = forms.CharField(label="组名", max_length=30, required=False)
    seats = forms.IntegerField(label="人数", min_value=1, max_value=20, required=False)
    places = forms.MultipleChoiceField(
        label="负责的乡镇", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["places"].choices = places

    def clean(self) -> dict[str, Any]:
        """Ask for the seats of a team that has townships; a team with neither is not meant."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("places") and not cleaned.get("seats"):
            self.add_error("seats", "请填人数。")
        if cleaned.get("places") and not cleaned.get("name"):
            self.add_error("name", "请填组名。")
        return cleaned


SeatFormSet = forms.formset_factory(SeatForm, extra=0, max_num=MOST_TEAMS)


def team_plans(formset: Any) -> list[TeamPlan]:
    """Give the teams that have townships."""
    rows = (form.cleaned_data for form in formset)
    return [
        TeamPlan(row["name"].strip(), row["seats"], tuple(row["places"]))
        for row in rows
        if row.get("places")
    ]


class InspectorsForm(SealForm):
    """Who takes no part and why, where the seed comes from, and the witnesses."""

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(pool_of_inspectors(round_).order_by("unit__name", "name", "pk"))
        for person in self.people:
            self.fields[f"absent_{person.pk}"] = forms.CharField(
                label=f"{person}（{person.unit or '无单位'}）",
                max_length=60,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": "参加；不参加的写明原因"}),
            )

    def absent_fields(self) -> list[Any]:
        """Give the reason fields, one a person."""
        return [self[f"absent_{person.pk}"] for person in self.people]

    def sealing(self, by: User, at: Any) -> Sealing:
        """Give how the draw is sealed."""
        return Sealing(by=by, at=at, **self.as_arguments())

    def left_out(self) -> dict[int, str]:
        """Give the reason by person of those who take no part."""
        given = {one.pk: self.cleaned_data.get(f"absent_{one.pk}", "") for one in self.people}
        return {key: reason for key, reason in given.items() if reason.strip()}
