"""Refusing to start a month that could not be printed: the fonts of the PDF."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from reports.renderers.pdf import FontsMissing, chosen_families

WANTED = {"fang": "仿宋", "kai": "楷体", "hei": "黑体"}


@register(Tags.files, deploy=True)
def fonts_are_installed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report a font folder that cannot print Chinese, and faces only stood in for."""
    try:
        chosen = chosen_families(settings.FONT_DIR)
    except FontsMissing as missing:
        return [Error(str(missing), hint="make fonts", id="reports.E001")]
    stood_in = [name for role, name in WANTED.items() if len(chosen[role]) == 1]
    if not stood_in:
        return []
    return [
        checks.Warning(
            f"字体目录缺少{'、'.join(stood_in)}，PDF 以后备宋体代替。",
            hint="make fonts，或把单位的公文字体放入 FONT_DIR/official。",
            id="reports.W001",
        )
    ]
