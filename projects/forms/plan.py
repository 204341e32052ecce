"""Forms of the annual plan: targets as one table, pledges, plan documents."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms

from accounts.forms import DayInput
from projects.selectors.plan import Plan, PlanLine
from projects.services.targets import LARGEST, TargetRow

KEYS = ("villages", "households", "persons")
LABELS = {
    "villages": "计划摘帽村（个）",
    "households": "计划脱贫户（户）",
    "persons": "计划脱贫人口（人）",
}


class TargetTableForm(forms.Form):
    """The targets of a place and of the places below it, one row each, as a person types them."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        for line in self.lines():
            for key, figure in zip(KEYS, line.target, strict=True):
                self.fields[f"{key}_{line.code}"] = _figure(line, key, figure)

    def lines(self) -> list[PlanLine]:
        """Give the rows this person may set."""
        whole = [self.plan.whole] if self.plan.whole else []
        return [line for line in (*whole, *self.plan.lines) if line.settable]

    def rows(self) -> Iterator[tuple[PlanLine, list[tuple[Any, int, str]]]]:
        """Give every place below with its cells: what to type in, or the figure; the register."""
        return ((line, self._cells(line)) for line in self.plan.lines)

    def whole_row(self) -> tuple[PlanLine, list[tuple[Any, int, str]]] | None:
        """Give the place itself with its cells."""
        return (self.plan.whole, self._cells(self.plan.whole)) if self.plan.whole else None

    def _cells(self, line: PlanLine) -> list[tuple[Any, int, str]]:
        cells = []
        for key, _, target, marked in line.cells:
            field = self[f"{key}_{line.code}"] if line.settable else target
            cells.append((field, marked, key))
        return cells

    def typed(self) -> tuple[list[TargetRow], dict[str, tuple[int, int, int]]]:
        """Give the rows that were changed, and the figures that stood on the page."""
        rows, seen = [], {}
        for line in self.lines():
            figures = [self.cleaned_data[f"{key}_{line.code}"] for key in KEYS]
            before = _before(self.data.get(f"was_{line.code}", ""))
            if before is not None and figures == list(before):
                continue
            rows.append(TargetRow(line.code, *figures))
            if before is not None:
                seen[line.code] = before
        return rows, seen


def _figure(line: PlanLine, key: str, figure: int) -> forms.IntegerField:
    label = f"{line.name}{LABELS[key]}"
    attrs = {"inputmode": "numeric", "autocomplete": "off", "aria-label": label}
    widget = forms.NumberInput({**attrs, "data-figure": key})
    return forms.IntegerField(
        label=label, min_value=0, max_value=LARGEST, initial=figure, widget=widget
    )


def _before(text: str) -> tuple[int, int, int] | None:
    """Read the three figures the page was opened with."""
    parts = text.split(",")
    if len(parts) != len(KEYS) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    villages, households, persons = (int(part[:12]) for part in parts)
    return villages, households, persons


class DueForm(forms.Form):
    """From when the townships and the villages of a county owe their pledge of a year."""

    year = forms.IntegerField(label="年度")
    township_due_on = forms.DateField(label="乡镇应签日期（区→乡镇）", widget=DayInput())
    village_due_on = forms.DateField(label="村应签日期（乡镇→村）", widget=DayInput())


class SignForm(forms.Form):
    """When several pledges were signed and in which post."""

    signed_on = forms.DateField(label="签订日期", widget=DayInput())
    signer = forms.CharField(label="签订人职务", max_length=40)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].widget.attrs["max"] = on.isoformat()


class PledgeForm(forms.Form):
    """One pledge: when and by whom it was signed, and its paper."""

    signed_on = forms.DateField(
        label="签订日期", required=False, widget=DayInput(), help_text="两项都清空即撤销登记。"
    )
    signer = forms.CharField(label="签订人职务", max_length=40, required=False)
    file = forms.FileField(
        label="责任书扫描件",
        required=False,
        help_text="PDF 20兆以内，照片10兆以内；再次上传即更换。",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png,image/*"}),
    )


class DocumentForm(forms.Form):
    """A plan document: its name, its day, the file."""

    title = forms.CharField(label="名称", max_length=100)
    dated_on = forms.DateField(label="成文日期", widget=DayInput())
    file = forms.FileField(
        label="文件",
        help_text="PDF、DOCX 20兆以内，照片10兆以内；旧版DOC请另存为DOCX。原文件留在历史中。",
        widget=forms.FileInput({"accept": ".pdf,.docx,.jpg,.jpeg,.png,image/*"}),
    )


def first_error(form: forms.Form) -> str:
    """Give the first thing that is wrong, for a message above a list."""
    errors: Iterable[Any] = form.errors.items()
    name, words = next(iter(errors))
    return f"{form.fields[name].label}：{words[0]}" if name in form.fields else str(words[0])
