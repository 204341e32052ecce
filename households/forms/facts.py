"""Forms of the facts of a year: income, assurances and policies, exit steps, indicators."""

from datetime import date
from typing import Any, cast

from django import forms

from accounts.forms import DayInput
from households.facts.exit_steps import PAPERS, STEPS
from households.facts.incomes import COSTS, SOURCES
from households.facts.policies import POLICIES
from households.models import Household, HouseholdYear
from households.selectors.indicators import IndicatorLine
from households.services.facts import CLASS_ENTERED, ENTERED, FIRST_YEAR, LAST_YEAR

_YES_NO = [("", "未核"), ("1", "是"), ("0", "否")]


def yes_no(label: str) -> forms.TypedChoiceField:
    """Give a field of 是, 否 and 未核, which are True, False and None."""
    return forms.TypedChoiceField(
        label=label,
        choices=_YES_NO,
        required=False,
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
    )


def as_choice(value: Any) -> str:
    """Give the choice that stands for a stored yes, no or unknown."""
    return {True: "1", False: "0", None: ""}[value]


def amount(label: str, help_text: str = "") -> forms.DecimalField:
    """Give a field for an amount in 元 that may stay empty."""
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, required=False, help_text=help_text
    )


class IncomeForm(forms.Form):
    """A year's income by source, or only the net per person."""

    wages = amount("工资性收入（元）", "全户全年合计，没有的填0。")
    business = amount("生产经营性收入（元）")
    property_income = amount("财产性收入（元）")
    transfers = amount("转移性收入（元）", "低保金、养老金、各类补贴等。")
    costs = amount("生产经营支出（元）")
    person_count = forms.IntegerField(label="计算人口（人）", min_value=1, max_value=99)
    net_income_pc = amount(
        "人均纯收入（元）", "填了上面各项的按公式计算，此处不用填；各项不详的只填此处。"
    )
    rigid_expenses = amount("刚性支出（元）", "医疗、教育、住房等必要支出，全户合计。")

    def parts(self) -> dict[str, Any]:
        """Give the sources and costs as typed."""
        return {name: self.cleaned_data[name] for name in (*SOURCES, COSTS)}


class YearForm(forms.Form):
    """What is true of a household in a year."""

    food = yes_no("不愁吃")
    clothing = yes_no("不愁穿")
    schooling = yes_no("义务教育有保障")
    medical = yes_no("基本医疗有保障")
    housing = yes_no("住房安全有保障")
    water = yes_no("饮水安全有保障")
    house_grade = forms.ChoiceField(label="房屋等级", required=False)
    house_structure = forms.ChoiceField(label="房屋结构", required=False)
    only_house = yes_no("唯一住房")
    near_hazard = yes_no("居住在灾害隐患点（附近）")
    industry = yes_no("有产业覆盖")
    employment = yes_no("有就业覆盖")
    setback = forms.CharField(
        label="产业投资失败或就业不稳定",
        max_length=60,
        required=False,
        help_text="写明哪一项，没有的留空。",
    )
    lacks_drive = yes_no("自身发展动力不足")
    relapse_risk = yes_no("有致贫返贫风险")
    policies_received = forms.MultipleChoiceField(
        label="已享政策",
        choices=[(policy.code, policy.name) for policy in POLICIES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    person_count = forms.IntegerField(label="当年人数", min_value=1, max_value=99)
    attribute = forms.ChoiceField(label="当年贫困户属性", required=False)
    cause = forms.ChoiceField(label="当年主要致贫原因", required=False)
    measure = forms.ChoiceField(label="当年四个一批", required=False)
    status = forms.ChoiceField(label="当年脱贫状态", choices=Household.Status.choices)
    reason = forms.CharField(
        label="更正原因",
        max_length=100,
        required=False,
        help_text="该年度已封存，更正须写明原因。",
    )

    def __init__(self, *args: Any, row: HouseholdYear | Household, **kwargs: Any) -> None:
        names = CLASS_ENTERED if isinstance(row, Household) else (*ENTERED, *CLASS_ENTERED)
        stored = {name: getattr(row, name) for name in names}
        initial = {
            name: as_choice(value) if value is None or isinstance(value, bool) else value
            for name, value in stored.items()
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, str]]] = {
            "house_grade": HouseholdYear.Grade.choices,
            "house_structure": HouseholdYear.Structure.choices,
            "attribute": Household.Attribute.choices,
            "cause": Household.Cause.choices,
            "measure": Household.Measure.choices,
        }
        for name, offered in choices.items():
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [("", "—"), *offered]
        if not getattr(row, "closed_at", None):
            del self.fields["reason"]

    def facts(self) -> dict[str, Any]:
        """Give what was typed but the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class CloseYearForm(forms.Form):
    """Which year to close."""

    year = forms.IntegerField(label="年度")
    reason = forms.CharField(
        label="重新封存的原因", max_length=100, required=False, help_text="首次封存不用填。"
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = forms.IntegerField(
            label="年度", min_value=FIRST_YEAR, max_value=on.year, initial=on.year - 1
        )


class IndicatorForm(forms.Form):
    """The indicators of a village: the rate by its population, the others yes or no."""

    population = forms.IntegerField(
        label="农村户籍人口（人）",
        min_value=1,
        max_value=99999,
        required=False,
        help_text="填写后按登记册未脱贫人口计算贫困发生率；留空则自行判断。",
    )

    def __init__(self, *args: Any, lines: list[IndicatorLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initial = self.initial
        for line in lines:
            self.fields[line.code] = yes_no(line.name)
            self.fields[f"{line.code}_note"] = forms.CharField(
                label=f"{line.name}：说明", max_length=120, required=False
            )
            initial[line.code] = as_choice(line.met)
            initial[f"{line.code}_note"] = line.row.note if line.row else ""
            if line.row and line.row.denominator:
                initial["population"] = line.row.denominator


class ExitStepForm(forms.Form):
    """A step of the exit and its day."""

    step = forms.ChoiceField(label="步骤", choices=list(STEPS.items()))
    day = forms.DateField(label="日期", widget=DayInput())
    reason = forms.CharField(label="档案不齐的原因", max_length=100, required=False)
    year = forms.IntegerField(widget=forms.HiddenInput, min_value=FIRST_YEAR, max_value=LAST_YEAR)


class AllStepForm(ExitStepForm):
    """A step for all that a list's filters find; `agreed` marks the households agreed to."""

    back = forms.CharField(max_length=1000, required=False)
    agreed = forms.CharField(max_length=32, required=False)
    token = forms.RegexField("[A-Za-z0-9_-]{8,20}", max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the token of what was agreed to."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("agreed") and not given.get("token"):
            raise forms.ValidationError("请从清单重新办理。")
        return given


class StepForm(ExitStepForm):
    """A step of the exit, its day, and the households that take it."""

    ids = forms.ModelMultipleChoiceField(
        queryset=Household.objects.none(),
        error_messages={"required": "请先勾选户。", "invalid_choice": "所选的户已不在名单中。"},
    )

    def __init__(self, *args: Any, households: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[Household]", self.fields["ids"])
        field.queryset = households


class PapersForm(forms.Form):
    """Which papers of the exit archive are there."""

    papers = forms.MultipleChoiceField(
        label="已归档资料",
        choices=[(paper.code, paper.name) for paper in PAPERS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class WithdrawForm(forms.Form):
    """Why the last step is taken back."""

    reason = forms.CharField(label="撤回原因", max_length=100)
