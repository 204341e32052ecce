"""What is typed and chosen to begin each kind of document; each form gives what was asked."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from inspections.months import MonthField
from reports.documents.contest import REWARDS
from reports.documents.phrases import term_name
from reports.kinds.briefing import TO as LEADING_GROUP
from reports.kinds.special_report import SPECIAL_REPORT
from reports.selectors.periods import Term

LONG, PASTED = {"rows": 4}, {"rows": 12, "spellcheck": "false"}
TITLE = 80


def lines_of_text(text: str) -> list[str]:
    """Give the lines somebody typed, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def month_choices(months: Sequence[date]) -> list[tuple[str, str]]:
    """Offer months as 2016-07, 2016年7月."""
    return [(month.isoformat(), term_name(month, month)) for month in months]


class BeginForm(forms.Form):
    """What all of them have: a month or term, and what was chosen besides.

    `lacks` says why nothing can be begun, where there is nothing to choose from.
    """

    lacks = ""

    def begun(self) -> tuple[date, dict[str, Any]]:
        """Give the first month and what was asked for."""
        raise NotImplementedError


class TermForm(BeginForm):
    """A quarter, half-year or year, and whether the townships are put in order."""

    term = forms.ChoiceField(label="期间", help_text="只列出至少有一个月已印发通报的期间。")
    ranked = forms.BooleanField(
        label="排出乡镇（街道）名次",
        required=False,
        help_text="按销号率、逾期数、平均问题数依次比较，办法写入正文，名次表作附件。",
    )

    def __init__(self, *args: Any, terms: Sequence[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not terms:
            self.lacks = "没有可以汇总的期间：各期都已有文件，或者还没有已印发的月度通报。"
        choices = [(term.period.isoformat(), term.words) for term in terms]
        self.fields["term"].choices = choices  # type: ignore[attr-defined]

    def begun(self) -> tuple[date, dict[str, Any]]:
        """Give the term's first month and whether to rank."""
        period = date.fromisoformat(self.cleaned_data["term"])
        return period, {"ranked": self.cleaned_data["ranked"]}


class BriefingForm(BeginForm):
    """From which month to which, to whom, and what is proposed."""

    first = forms.ChoiceField(label="起始月份")
    last = forms.ChoiceField(
        label="截止月份", help_text="只汇总已印发通报的月份；单月的起止相同。"
    )
    to = forms.CharField(label="主送", max_length=100, initial=LEADING_GROUP)
    title = forms.CharField(
        label="标题", max_length=TITLE, required=False, help_text="不填则按期间自动拟写。"
    )
    proposals = forms.CharField(
        label="提请研究的事项和建议",
        max_length=2000,
        required=False,
        widget=forms.Textarea(LONG),
        help_text="一行一条，列在“下步工作打算和建议”之后；起草后仍可改。",
    )

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not months:
            self.lacks = "还没有已印发的月度通报，请先印发。"
        for name in ("first", "last"):
            self.fields[name].choices = month_choices(months)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a term that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "截止月份不得早于起始月份。")
        return given

    def begun(self) -> tuple[date, dict[str, Any]]:
        """Give the first month, and the rest as typed."""
        given = self.cleaned_data
        asked = {"title": given["title"], "to": given["to"], "until": given["last"]}
        asked["proposals"] = lines_of_text(given["proposals"])
        return date.fromisoformat(given["first"]), asked


class SpecialForm(BeginForm):
    """What leaders asked for, to whom it goes, and which problems or round it tells of."""

    title = forms.CharField(label="标题", max_length=TITLE)
    to = forms.CharField(label="报送对象", max_length=200, initial=SPECIAL_REPORT.addressees)
    source = forms.CharField(
        label="督查来由",
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        help_text="领导批示或关注的事项，例如“区委主要领导7月20日关于新店镇危房改造的批示”。",
    )
    round = forms.ChoiceField(
        label="督查期次", required=False, help_text="选了期次，正文写明督查的时间、方式和范围。"
    )
    suggestions = forms.CharField(
        label="工作建议",
        max_length=2000,
        required=False,
        widget=forms.Textarea(LONG),
        help_text="一行一条；未销号问题的整改建议自动列出。",
    )
    numbers = forms.MultipleChoiceField(label="问题", required=False)

    def __init__(
        self,
        *args: Any,
        rounds: Sequence[tuple[str, str]],
        offered: Sequence[str],
        month: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.month = month
        self.fields["round"].choices = [("", "不选"), *rounds]  # type: ignore[attr-defined]
        choices = [(number, number) for number in offered]
        self.fields["numbers"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a report about nothing."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("round") and not given.get("numbers"):
            raise forms.ValidationError("请勾选问题，或者选一个督查期次。", code="nothing_chosen")
        return given

    def begun(self) -> tuple[date, dict[str, Any]]:
        """Give the month it is written in, and the rest as typed."""
        given = self.cleaned_data
        kept = ("title", "to", "source", "numbers")
        asked: dict[str, Any] = {name: given[name] for name in kept}
        asked["round"] = int(given["round"]) if given["round"] else None
        asked["suggestions"] = lines_of_text(given["suggestions"])
        return self.month, asked


class CrossCheckForm(BeginForm):
    """The month whose cross-checks are told."""

    month = forms.ChoiceField(
        label="互查月份", help_text="只列出已有审核通过的互查记录的月份；自查取该对象最近一次。"
    )

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not months:
            self.lacks = "还没有已审核的互查记录，请先按自查互查方案完成互查。"
        self.fields["month"].choices = month_choices(months)  # type: ignore[attr-defined]

    def begun(self) -> tuple[date, dict[str, Any]]:
        """Give the month."""
        return date.fromisoformat(self.cleaned_data["month"]), {}


class RankingForm(BeginForm):
    """The month, the scores as pasted from a sheet, and what the first places get."""

    month = MonthField(label="比武月份")
    title = forms.CharField(
        label="标题", max_length=TITLE, required=False, help_text="不填则按月份自动拟写。"
    )
    rewards = forms.CharField(
        label="奖励和扣除（元）",
        max_length=60,
        initial="、".join(str(yuan) for yuan in REWARDS),
        help_text="第一、第二、第三名奖励，倒数第一、第二、第三名扣除同样数额；不奖扣的清空。",
        required=False,
    )
    scores = forms.CharField(
        label="各村得分",
        max_length=60_000,
        widget=forms.Textarea(PASTED),
        help_text="从电子表格复制粘贴，一行一村：村名、看户（50）、看组（20）、看村（30）；"
        "同分需抽签的，最后加一栏抽签顺序。重名的村前加乡镇名。",
    )

    def clean_rewards(self) -> list[int]:
        """Read the amounts, whatever stands between them."""
        found = re.findall(r"[0-9]+", self.cleaned_data["rewards"])
        if re.sub(r"[0-9、,，\s元]", "", self.cleaned_data["rewards"]):
            raise forms.ValidationError("请只填数额，用顿号隔开，例如5000、3000、2000。")
        return [int(yuan) for yuan in found]

    def begun(self) -> tuple[date, dict[str, Any]]:
        """Give the month, and the rest as typed."""
        given = self.cleaned_data
        return given["month"], {name: given[name] for name in ("title", "scores", "rewards")}
