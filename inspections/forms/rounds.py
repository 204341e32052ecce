"""Forms of a month's round: plan it, seal, enter the seed, annul, replace, close."""

import re
from typing import Any

from django import forms

from accounts.forms import DayInput
from accounts.models import User
from households.models import Area
from inspections.models import DrawnUnit, Round, Scheme
from inspections.months import MonthField
from inspections.services.draws import SEED_SOURCE, Witness

COMMITMENT = re.compile(r"[0-9a-f]{64}")
DAY = DayInput()


class RoundForm(forms.ModelForm):
    """A round as it is planned; what is left empty comes from the scheme's own settings."""

    period = MonthField(label="督查月份", help_text="一个方案每月一期。")
    methods = forms.MultipleChoiceField(
        label="督查方式",
        choices=Round.METHODS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少选一种督查方式。"},
    )
    mode = forms.ChoiceField(
        label="组织形式",
        choices=Round.Mode.choices,
        widget=forms.RadioSelect,
        help_text="暗访：完成以前被督查单位看不到本期的任何内容。",
    )

    population = forms.ChoiceField(
        label="抽签范围",
        choices=Round.Population.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="有贫困村的乡镇只抽贫困村；没有贫困村的乡镇抽有贫困户的村。",
    )
    department_forms = forms.ChoiceField(
        label="部门督查表",
        choices=Round.DepartmentForms.choices,
        initial=Round.DepartmentForms.TEAM,
        required=False,
        widget=forms.RadioSelect,
        help_text="专项牵头部门的表由谁填；暗访只能由督查组填写。",
    )

    class Meta:
        model = Round
        fields = [
            *("scheme", "period", "mode", "methods", "starts_on", "ends_on"),
            *("population", "townships", "villages_per_township", "households_per_village"),
            *("rotation_months", "department_forms"),
        ]
        widgets = {"starts_on": DAY, "ends_on": DAY}

    def __init__(
        self, *args: Any, schemes: Any, was: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["scheme"].queryset = schemes
        fields["scheme"].empty_label = None
        self.fields["starts_on"].help_text = "留空：方案规定的抽签日。"
        self.fields["ends_on"].help_text = "留空：按方案规定的天数。"
        self.fields["starts_on"].required = self.fields["ends_on"].required = False
        for name, least, most in (
            ("townships", 1, 99),
            ("villages_per_township", 1, 20),
            ("households_per_village", 1, 50),
            ("rotation_months", 1, 60),
        ):
            self.fields[name].required = False
            self.fields[name].widget.attrs.update(min=least, max=most, inputmode="numeric")
        for name, words in (was or {}).items():
            self._show_last(name, words)

    def _show_last(self, name: str, words: str) -> None:
        """Say beside a field what it was last month; the page marks it while it differs."""
        field = self.fields[name]
        value = self.initial.get(name)
        last = ",".join(sorted(value)) if isinstance(value, list) else value
        told = str(field.help_text)
        told = f"{told}。" if told and not told.endswith("。") else told
        field.help_text = f"{told}上期：{words}。" if words else told
        field.widget.attrs["data-last"] = "" if last is None else str(last)

    def clean(self) -> dict[str, Any]:
        """Refuse a round that ends before it starts, at the field itself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "结束日期不得早于开始日期。")
        cleaned["department_forms"] = cleaned.get("department_forms") or "team"
        if cleaned["department_forms"] == "own" and cleaned.get("mode") == "unannounced":
            self.add_error("department_forms", "暗访不得事先告知，只能由督查组填写。")
        return cleaned


class PlanForm(RoundForm):
    """A planned round to be changed: its scheme and its month stay."""

    class Meta(RoundForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("scheme", "period"):
            self.fields[name].disabled = True


class ExclusionForm(forms.Form):
    """One unit that takes no part in the draw; a unit needs a reason and the other way round."""

    unit_code = forms.ChoiceField(label="不参加抽签的单位", required=False)
    reason = forms.CharField(
        label="原因",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "如：上月已督查、正在接受审计"}),
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = dict(units)
        fields: dict[str, Any] = self.fields
        fields["unit_code"].choices = [("", "（不选）"), *units]

    def clean(self) -> dict[str, Any]:
        """Ask for the half that is missing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        code, reason = cleaned.get("unit_code"), cleaned.get("reason")
        if code and not reason:
            self.add_error("reason", "请写明不参加抽签的原因。")
        if reason and not code:
            self.add_error("unit_code", "请选择单位，或清空原因。")
        return cleaned


ExclusionFormSet = forms.formset_factory(ExclusionForm, extra=3, max_num=20)


def excludable_units(user: User) -> list[tuple[str, str]]:
    """Give the townships and poor villages of the user's area as choices, in order of code."""
    areas = Area.objects.visible_to(user)
    townships = dict(areas.townships().values_list("code", "short_name"))
    poor = areas.poor_villages().values_list("code", "short_name")
    villages = {code: f"{townships.get(code[:9], '')} {name}" for code, name in poor}
    return sorted({**townships, **villages}.items())


class SealForm(forms.Form):
    """Where the seed will come from, and the witnesses who have handed in a commitment."""

    seed_source = forms.CharField(
        label="种子的产生办法",
        max_length=100,
        initial=SEED_SOURCE,
        help_text="随规则一并封存公布。",
    )
    witnesses = forms.CharField(
        label="见证人（可以不填）",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="一行一人：姓名、空格、承诺值（64位）。封存后由见证人公布原文。",
    )

    def clean_witnesses(self) -> list[Witness]:
        """Read one witness a line; refuses a line that is not a name and a commitment."""
        lines = self.cleaned_data["witnesses"].splitlines()
        found = [line.split() for line in lines if line.strip()]
        for number, parts in enumerate(found, start=1):
            if len(parts) != 2 or not COMMITMENT.fullmatch(parts[1]):  # noqa: PLR2004 -- name, value
                raise forms.ValidationError(f"第{number}位见证人应写作：姓名 承诺值（64位）。")
        return [Witness(name, commit) for name, commit in found]

    def as_arguments(self) -> dict[str, Any]:
        """Give what the service takes."""
        return {name: self.cleaned_data[name] for name in ("seed_source", "witnesses")}


class SeedForm(forms.Form):
    """The public seed, exactly as announced: digits only, leading zeros count."""

    seed = forms.CharField(
        label="公布的种子（不少于20位数字）",
        max_length=4000,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text="按公布的顺序逐位录入，开头的0也要录入；录入后不能更改。",
    )

    def __init__(self, *args: Any, witnesses: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.witnesses = [f"reveal_{number}" for number, _ in enumerate(witnesses)]
        for name, witness in zip(self.witnesses, witnesses, strict=True):
            self.fields[name] = forms.CharField(
                label=f"见证人{witness}公布的原文", max_length=200, strip=False
            )

    def reveals(self) -> list[str]:
        """Give the witnesses' secrets in the rule's order."""
        return [self.cleaned_data[name] for name in self.witnesses]


class ReasonForm(forms.Form):
    """A reason in a sentence."""

    reason = forms.CharField(
        label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReplaceForm(forms.Form):
    """Why a drawn unit gives its place to the next reserve."""

    reason = forms.ChoiceField(
        label="替补原因", choices=DrawnUnit.Reason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="说明", max_length=100, required=False, help_text="选“其他”时必须写明。"
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a note where the reason says nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("reason") == DrawnUnit.Reason.OTHER and not cleaned.get("note"):
            self.add_error("note", "请写明是什么情况。")
        return cleaned


class CloseRoundForm(forms.Form):
    """Closing a month; below the minimum sample it needs a reason."""

    reason = forms.CharField(
        label="未达要求的说明",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="完整性检查全部达到时不用填。",
    )


def schemes_of(user: User) -> Any:
    """Give the newest version of each scheme of the user's area."""
    schemes = Scheme.objects.visible_to(user).order_by("area_code", "code", "-version")
    newest: dict[tuple[str, str], int] = {}
    for scheme in schemes:
        newest.setdefault((scheme.area_code, scheme.code), scheme.pk)
    return Scheme.objects.filter(pk__in=newest.values())
