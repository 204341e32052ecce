"""What is given with an office's own template."""

from typing import Any

from django import forms

from reports.letterheads.package import MAX_BYTES, MEGABYTE
from reports.models import Bulletin
from reports.selectors.letterheads import ALL_KINDS


class LetterheadForm(forms.Form):
    """A template, its name, and the kind of document it is for."""

    name = forms.CharField(label="名称", max_length=60, help_text="如：通报红头纸。")
    kind = forms.ChoiceField(
        label="文种",
        choices=[("", ALL_KINDS), *Bulletin.Kind.choices],
        required=False,
        help_text="某文种有自己的模板在用时，不用通用的。",
    )
    file = forms.FileField(
        label="模板文件",
        help_text=f".docx文件，不超过{MAX_BYTES // MEGABYTE}兆，不带宏、不链接外部内容。",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file too large before its bytes are taken."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"文件过大，上限{MAX_BYTES // MEGABYTE}兆。")
        return file
