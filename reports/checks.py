"""Refusing to start a month that could not be printed: the fonts of the PDF."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from reports.renderers.pdf import FALLBACK, OFFICIAL, FontsMissing, stand_ins

HINT = "make fonts，或把单位的公文字体放入 FONT_DIR/official。"
LIKE_ITSELF = {OFFICIAL["title"]}
"""Faces whose open stand-in is a bold 宋体 in any case."""


@register(Tags.files, deploy=True)
def fonts_are_installed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report a font folder that cannot print Chinese, and which official faces are stood in for.

    A face stood in for by one of another kind is a warning; by an open one of its kind, only said.
    """
    try:
        missing = stand_ins(settings.FONT_DIR)
    except FontsMissing as nothing:
        return [Error(str(nothing), hint="make fonts", id="reports.E001")]
    unlike = {
        name: used
        for name, used in missing.items()
        if used in FALLBACK and name not in LIKE_ITSELF
    }
    alike = {name: used for name, used in missing.items() if name not in unlike}
    found: list[CheckMessage] = []
    if unlike:
        found.append(checks.Warning(_said(unlike), hint=HINT, id="reports.W001"))
    if alike:
        found.append(checks.Info(_said(alike), hint=HINT, id="reports.I001"))
    return found


def _said(missing: dict[str, str]) -> str:
    pairs = "、".join(f"{name}（以 {used} 代替）" for name, used in missing.items())
    return f"字体目录缺少公文字体：{pairs}。PDF 用所代字体印制，Word 文件仍写公文字体名。"
