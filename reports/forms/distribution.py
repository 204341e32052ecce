"""What is typed about 发文范围: a list kept for use again, and the choice for one document."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Unit
from reports.models import DistributionList

LONG = {"rows": 3}


class DistributionForm(forms.Form):
    """A list: its words on paper, the units that sign."""

    name = forms.CharField(label="名称", max_length=40)
    addressees = forms.CharField(
        label="主送",
        max_length=300,
        widget=forms.Textarea(LONG),
        help_text="按公文用语填写，末尾冒号由系统加上。",
    )
    copies = forms.CharField(
        label="抄送", required=False, max_length=300, widget=forms.Textarea(LONG)
    )
    unit_kinds = forms.MultipleChoiceField(
        label="须签收的单位类别",
        choices=Unit.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="印发时，本区县所选类别中有在用账号的单位均须签收。",
    )
    units = forms.ModelMultipleChoiceField(
        label="另须签收的单位",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不在所选类别中的单位。",
    )
    is_default = forms.BooleanField(
        label="默认", required=False, help_text="新起草的通报自动使用本范围；每个区县只有一个。"
    )

    def __init__(self, *args: Any, units: "QuerySet[Unit]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField


class ChooseDistributionForm(forms.Form):
    """To whom one document goes; in draft also its words."""

    distribution = forms.ModelChoiceField(
        label="发文范围",
        queryset=DistributionList.objects.none(),
        required=False,
        empty_label="各乡镇街道和区级部门（未用清单）",
        help_text="决定哪些单位须签收。",
    )
    addressees = forms.CharField(
        label="主送",
        required=False,
        max_length=300,
        widget=forms.Textarea(LONG),
        help_text="留空按所选范围；未选范围时按本文种的固定用语。",
    )
    copies = forms.CharField(
        label="抄送",
        required=False,
        max_length=300,
        widget=forms.Textarea(LONG),
        help_text="留空同上。",
    )

    def __init__(
        self,
        *args: Any,
        lists: "QuerySet[DistributionList]",
        is_draft: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["distribution"].queryset = lists  # type: ignore[attr-defined]  # see above
        if not is_draft:
            del self.fields["addressees"], self.fields["copies"]
