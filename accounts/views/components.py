"""界面组件: every component the pages are made of, with invented data, in both themes."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.timezone import get_current_timezone
from django.views.generic import TemplateView

from accounts.models import Role
from accounts.pages import PageMixin, person

TABS = (("全部", "#main", True, 36), ("我办的", "#main", False, 4), ("办结", "#main", False, None))
TONES = (
    *(("red", "超期"), ("orange", "待认定"), ("yellow", "将到期")),
    *(("green", "已销号"), ("blue", "整改中"), ("grey", "未下达")),
)
TILES = (
    *(("待认定", 6, "个", "orange", "本月 2 个"), ("超期未销号", 3, "个", "red", "")),
    *(("已销号", 1234, "个", "green", ""), ("贫困户", 27896, "户", "grey", "8.1 万人")),
)
CHECKS = (
    (True, "每个乡镇至少抽一个村", "2个乡镇，2个村"),
    (False, "每村走访不少于5户", "甲村4户，差1户"),
)
FACTS = (("责任单位", "甲镇"), ("程度", "较重"), ("整改时限", "2016年8月10日"), ("备注", ""))
ROWS = (
    ("510304-000001", "张某", "甲镇甲村", 4, 12600, 3150.5, "green", "已脱贫"),
    ("510304-000002", "李某", "甲镇乙村", 2, 5480, 2740, "orange", "未脱贫"),
    ("510304-000003", "王某", "乙镇丙村", 5, 98765432, 1950, "red", "返贫"),
)
HAPPENED = (
    ("已报结", 27, "甲镇", "资料已补齐，群众签字认可。"),
    ("已签收", 26, "甲镇", ""),
    ("已下达", 25, "目督办", "限2016年8月10日前完成。"),
)


class SampleForm(forms.Form):
    """One field of each kind, the last two as the second part of a long form."""

    name = forms.CharField(label="被督查单位", help_text="填全称。", initial="甲镇人民政府")
    day = forms.DateField(label="督查日期", error_messages={"invalid": "请填写日期。"})
    seen = forms.ChoiceField(
        label="是否到场",
        choices=[("yes", "到场"), ("no", "未到场"), ("late", "迟到")],
        widget=forms.RadioSelect,
        initial="yes",
    )
    level = forms.ChoiceField(label="程度", choices=[("", "请选择"), ("1", "一般"), ("2", "较重")])
    note = forms.CharField(label="说明", widget=forms.Textarea({"rows": 3}), required=False)
    told = forms.BooleanField(label="已当面反馈", required=False)


class SampleFilter(forms.Form):
    """The filters of an invented list."""

    township = forms.ChoiceField(
        label="乡镇", choices=[("", "全部"), ("1", "甲镇")], required=False
    )
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), ("1", "未脱贫")], required=False
    )
    number = forms.CharField(label="户编号", required=False)


def _happened(label: str, day: int, by: str, note: str) -> dict[str, Any]:
    at = datetime(2016, 7, day, 9, 30, tzinfo=get_current_timezone())
    return {"label": label, "at": at, "by": by, "note": note}


def _shown(theme: str, label: str) -> dict[str, Any]:
    """Give what one column shows; its form has been sent with a wrong day."""
    sent = {"name": "甲镇人民政府", "day": "昨天", "seen": "yes", "level": "2"}
    form = SampleForm({f"{theme}-{name}": value for name, value in sent.items()}, prefix=theme)
    fields = [form[name] for name in form.fields]
    return {"theme": theme, "label": label, "opening": fields[:3], "closing": fields[3:]}


class ComponentsView(PageMixin, PermissionRequiredMixin, TemplateView):
    """Show every component once in the light and once in the dark."""

    title = "界面组件"
    template_name = "accounts/components.html"

    def has_permission(self) -> bool:
        """Those who look after the system and those who run it."""
        return person(self.request).has_role(Role.ADMIN, Role.SUPERVISION_OFFICE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the invented data."""
        return super().get_context_data(
            columns=[_shown("light", "浅色"), _shown("dark", "深色")],
            tones=TONES,
            tiles=TILES,
            checks=CHECKS,
            facts=FACTS,
            rows=ROWS,
            entries=[_happened(*line) for line in HAPPENED],
            tabs=TABS,
            filter=SimpleNamespace(form=SampleFilter()),
            **kwargs,
        )
