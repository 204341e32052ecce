"""What the settings pages show of the detail of an act or a job, in words."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field
from django.utils.html import format_html_join

NAMES = {
    "absent": "未列入",
    "accepted": "可接受",
    "added": "新增",
    "answers": "回答",
    "applied_before": "曾经写入",
    "area": "区划",
    "area_code": "区划",
    "asked": "布置数",
    "asks": "待答提问",
    "assignments": "任务数",
    "below_minimum": "低于最少数",
    "blocks": "不可写入",
    "bulletin": "通报",
    "cases": "问责事项",
    "changed": "变更",
    "changes": "改动",
    "columns": "列",
    "corrects": "更正对象",
    "count": "数量",
    "counts": "抽取数",
    "county": "区县",
    "day": "日期",
    "decision": "决定",
    "differences": "差异数",
    "distribution": "发文范围",
    "draft": "修改稿",
    "draw_id": "抽签编号",
    "drawn": "抽中数",
    "edition": "第几稿",
    "ends_on": "结束日期",
    "export": "导出",
    "facts_sha": "数据指纹",
    "failing": "不合格项",
    "fields": "项目",
    "files": "文件数",
    "filled": "填写数",
    "flags": "各类标记",
    "found": "找到",
    "header": "列名",
    "household": "户编号",
    "households": "户数",
    "ids": "记录",
    "incomplete": "资料不全",
    "is_poor": "贫困村",
    "kind": "类别",
    "list": "清单",
    "members": "人数",
    "met": "达标",
    "new": "新增户",
    "normalised": "已规范",
    "notices": "通知数",
    "number": "编号",
    "on": "日期",
    "order": "内容",
    "pack": "材料包",
    "papers": "资料",
    "passages": "段落",
    "people": "人数",
    "period": "月份",
    "persons": "人数",
    "photos": "照片数",
    "places": "区划数",
    "post": "岗位",
    "problems": "问题",
    "read": "读取",
    "rejected": "不可接受",
    "removed": "取消",
    "replaced": "替换数",
    "reserve": "备选",
    "result": "结果",
    "round": "期次",
    "rows": "行数",
    "seal": "封存指纹",
    "search": "检索条件",
    "searched": "有检索",
    "serial": "编号",
    "sha256": "文件指纹",
    "sheet": "工作表",
    "signed_on": "签订日期",
    "signer": "签订人",
    "skipped": "跳过",
    "standards": "标准数",
    "starts_on": "开始日期",
    "state": "状态",
    "step": "步骤",
    "steps": "环节数",
    "tasks": "任务数",
    "unchanged": "无变化",
    "unit": "单位",
    "units": "单位",
    "unmet": "未达标",
    "until": "延至",
    "version": "版本",
    "villages": "村数",
    "warnings": "提醒",
    "was": "原为",
    "year": "年度",
}


def listed(detail: Mapping[str, Any], label: str = "") -> str:
    """Give a detail as lines to read, each a name and its value; `label` is its record's kind."""
    lines = ((NAMES.get(key, key), _value(key, value, label)) for key, value in detail.items())
    return format_html_join("", "<div>{}：{}</div>", lines) or "—"


def _value(key: str, value: Any, label: str) -> str:
    """Give one value in words; of a table of tables only how long it is."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict) and any(isinstance(inner, dict) for inner in value.values()):
        return f"{len(value)} 处"
    if isinstance(value, dict):
        value = [f"{NAMES.get(name, name)} {count}" for name, count in value.items()]
    if isinstance(value, list):
        return "、".join(_value(key, inner, label) for inner in value) or "—"
    return "—" if value in {None, ""} else _word(key, str(value), label)


def _word(key: str, code: str, label: str) -> str:
    """Give a code in words: as the record's own field says it, else as all that know it agree."""
    fields = _fields()
    own = [field for field in fields if field.model._meta.label_lower == label]  # noqa: SLF001 -- Django's documented API
    for among in (own, fields):
        words = {dict(field.flatchoices).get(code) for field in among if field.name == key}
        if key in {"fields", "step"}:
            words |= {field.verbose_name for field in among if field.name == code}
        if len(words - {None}) == 1:
            return str(*(words - {None}))
    return code


@cache
def _fields() -> list["Field[Any, Any]"]:
    """Give the fields of all records; a page asks for each of its values."""
    models = apps.get_models()
    return [field for model in models for field in model._meta.fields]  # noqa: SLF001 -- the same
