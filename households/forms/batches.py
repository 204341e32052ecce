"""Forms of an upload: the file, its questions, its headers, taking it back."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from django import forms

from households.checking.columns import Column
from households.models import RegisterBatch
from households.reading.guard import MAX_BYTES, SpreadsheetRefused, guard
from households.services.imports import MIN_REASON

FIRST_YEAR = 2000
_ENDINGS = (".xlsx", ".xls", ".csv")


class UploadForm(forms.Form):
    """What is uploaded, the file, and the year of figures whose column names none."""

    kind = forms.ChoiceField(
        label="类别", choices=RegisterBatch.Kind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label="文件",
        help_text="Excel 工作簿（.xlsx、.xls）或 CSV 文件（.csv）。",
        widget=forms.FileInput(attrs={"accept": ",".join(_ENDINGS)}),
    )
    income_year = forms.IntegerField(
        label="年度",
        help_text="底册、收入和退出计划用：列名没有写明年度时，按此年度登记。",
        min_value=FIRST_YEAR,
    )

    def __init__(self, *args: Any, year: int, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_year, self.kinds = year, kinds
        field = cast("forms.ChoiceField", self.fields["kind"])
        field.choices = [choice for choice in RegisterBatch.Kind.choices if choice[0] in kinds]
        field.initial = kinds[0] if kinds else ""
        self.fields["income_year"].initial = year - 1

    def clean_income_year(self) -> int:
        """Refuse years that have not come; a plan may be for the next year."""
        year: int = self.cleaned_data["income_year"]
        last = self.last_year + (self.cleaned_data.get("kind") == RegisterBatch.Kind.EXIT_PLAN)
        if year > last:
            raise forms.ValidationError(f"年度应在{FIRST_YEAR}至{last}之间。")
        return year

    def clean_file(self) -> Any:
        """Refuse by name, size and structure before anything is stored or parsed."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(_ENDINGS):
            raise forms.ValidationError("只收 .xlsx、.xls 和 .csv 文件，请另存为其中一种再上传。")
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"文件过大，上限{MAX_BYTES // 1048576}兆。")
        with tempfile.NamedTemporaryFile(prefix="guard-") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            try:
                guard(Path(copy.name), name=file.name)
            except SpreadsheetRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        file.seek(0)
        return file


class AnswerForm(forms.Form):
    """The questions a file raises, each with its choices; and another sheet of the same file."""

    sheet = forms.ChoiceField(label="工作表", required=False)

    def __init__(self, *args: Any, batch: RegisterBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = batch.counts.get("questions", [])
        given = batch.options.get("answers", {})
        for at, question in enumerate(self.questions):
            self.fields[f"answer_{at}"] = forms.ChoiceField(
                label=question["text"],
                choices=[tuple(choice) for choice in question["choices"]],
                widget=forms.RadioSelect,
                initial=given.get(question["key"]),
                help_text=_examples(question),
            )
        self._offer_sheets(batch)

    def _offer_sheets(self, batch: RegisterBatch) -> None:
        sheets = batch.counts.get("sheets", [])
        if len(sheets) < 2:  # noqa: PLR2004 -- nothing to choose from
            del self.fields["sheet"]
            return
        field = cast("forms.ChoiceField", self.fields["sheet"])
        field.choices = [("", "自动识别"), *((name, name) for name in sheets)]
        field.initial = batch.options.get("sheet", "")

    @property
    def answers(self) -> dict[str, str]:
        """Give what was answered, by the question's key."""
        return {
            question["key"]: self.cleaned_data[f"answer_{at}"]
            for at, question in enumerate(self.questions)
        }


class SheetForm(AnswerForm):
    """Choose another sheet of the file; questions belong to the sheet that was read."""

    def __init__(self, *args: Any, batch: RegisterBatch, **kwargs: Any) -> None:
        super().__init__(*args, batch=batch, **kwargs)
        for at in range(len(self.questions)):
            del self.fields[f"answer_{at}"]
        self.questions = []


def _examples(question: dict[str, Any]) -> str:
    """Say how often and where the question arises."""
    shown = "、".join(str(example) for example in question["examples"])
    return f"共 {question['count']} 处{'，如：' if shown else ''}{shown}"


class MappingForm(forms.Form):
    """What each header of a file is: one of the known columns, or not read."""

    def __init__(
        self,
        *args: Any,
        headers: Sequence[tuple[str, str]],
        columns: Sequence[Column],
        **kwargs: Any,
    ) -> None:
        """Take (header, key of the column it is taken for) and the columns to choose from."""
        super().__init__(*args, **kwargs)
        self.headers = [header for header, _ in headers]
        self.columns = columns
        choices = [("", "不读这一列"), *((c.key, _choice(c)) for c in columns)]
        for at, (header, key) in enumerate(headers):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=header, choices=choices, initial=key, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse one column for two headers, and a required column left out."""
        cleaned: dict[str, Any] = super().clean() or {}
        taken = [key for key in cleaned.values() if key]
        names = {column.key: column.name for column in self.columns}
        doubled = {names[key] for key in taken if taken.count(key) > 1}
        if doubled:
            raise forms.ValidationError(f"有两列对应同一项：{'、'.join(sorted(doubled))}。")
        left = [c.name for c in self.columns if c.required and c.key not in taken]
        if left:
            raise forms.ValidationError(f"必填的列还没有对应：{'、'.join(left)}。")
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """Give header → column key, "" for a header that is not read."""
        return {
            header: self.cleaned_data[f"column_{at}"] for at, header in enumerate(self.headers)
        }


def _choice(column: Column) -> str:
    return f"{column.name}（必填）" if column.required else column.name


class RevertForm(forms.Form):
    """Why an applied upload is taken back."""

    reason = forms.CharField(
        label="撤回原因",
        max_length=200,
        min_length=MIN_REASON,
        help_text="将记入操作留痕。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
