"""Forms of schemes: the edited workbook, and why a new version is published."""

from typing import Any

import django_filters
from django import forms

from inspections.models import Scheme
from inspections.services.scheme_drafts import MAX_NOTE, MIN_NOTE
from inspections.workbooks.reading import MAX_BYTES


class SchemeFilter(django_filters.FilterSet):
    """The list of schemes narrowed by their name."""

    title = django_filters.CharFilter(lookup_expr="icontains", label="方案名称")

    class Meta:
        model = Scheme
        fields = ["title"]


class WorkbookForm(forms.Form):
    """The edited workbook."""

    file = forms.FileField(
        label="改好的工作簿",
        help_text="从本方案下载的 .xlsx 工作簿，改好后上传；无误的先列出差异，确认后才发布。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        """Refuse another kind of file and one too large before its bytes are taken."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".xlsx"):
            raise forms.ValidationError("只收 .xlsx 工作簿，请另存为 .xlsx 再上传。")
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"文件过大，上限{MAX_BYTES // 1048576}兆。")
        return file


class PublishForm(forms.Form):
    """What was changed and why, for whoever reads the versions later."""

    note = forms.CharField(
        label="修改说明",
        min_length=MIN_NOTE,
        max_length=MAX_NOTE,
        help_text="改了什么、依据什么，如：按7月例会意见，A301 增加一题。将记入版本记录。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
