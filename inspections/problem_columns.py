"""The columns of a list of problems: 附件5、附件6 with 来源. Source: domain 2.2.5, 004-33."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProblemColumn:
    """A column: its key, its name, what others call it, an example, what may stand in it."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    example: str = ""
    hint: str = ""
    must: bool = False


COLUMNS = (
    ProblemColumn("serial", "序号", ("编号",), "1", "不读取"),
    ProblemColumn(
        "township",
        "乡镇",
        ("镇", "街道", "乡镇街道"),
        "示例镇（请删除本行）",
        "乡镇自己上传可不填",
    ),
    ProblemColumn(
        "village",
        "村",
        ("村社区", "行政村", "所在村"),
        "示例村",
        "村或社区名称；问题属于乡镇的不填",
    ),
    ProblemColumn("group", "组", ("村民小组",), "3组", "写入问题描述"),
    ProblemColumn(
        "household",
        "户编号/户主",
        ("户编号", "户主", "户编号户主", "户主姓名", "户编号/户主/场所"),
        "",
        "户编号，或本村不重名的户主",
    ),
    ProblemColumn(
        "department", "部门", ("被查部门", "存在问题单位"), "", "问题属于部门的填写，村和户不填"
    ),
    ProblemColumn("field", "行业", ("行业类别",), "住房", "义务教育、基本医疗、住房、饮水、其他"),
    ProblemColumn(
        "fact",
        "问题描述",
        ("问题", "存在问题", "问题事实"),
        "住房漏雨未维修",
        "500字以内",
        must=True,
    ),
    ProblemColumn("item", "条目编码", ("条目", "条目编号"), "", "检查表的条目编码，可不填"),
    ProblemColumn("category", "类别", ("问题类别",), "住房安全", "见“填写说明”表的类别"),
    ProblemColumn("severity", "严重程度", ("程度",), "一般", "一般、较重、严重；不填为一般"),
    ProblemColumn("track", "整改方式", (), "限期整改", "即知即改、限期整改；不填为限期整改"),
    ProblemColumn(
        "source", "来源", ("问题来源", "来源单位"), "", "来源单位或来源类别；不填按上传时所选"
    ),
    ProblemColumn("found_in", "发现环节", (), "村级自查", "走访、村级自查、镇级排查、县复核等"),
    ProblemColumn("found_by", "发现人", ("检查人",), ""),
    ProblemColumn(
        "found_on", "发现日期", ("发现时间", "检查日期"), "2016-07-05", "不晚于今天", must=True
    ),
    ProblemColumn(
        "can_solve", "能否村级解决", ("能否在村级解决", "村级能否解决"), "能", "能、否；不填为未定"
    ),
    ProblemColumn(
        "unit", "责任单位", ("整改单位", "整改责任单位"), "", "不填为所在乡镇；能村级解决的为本村"
    ),
    ProblemColumn("person", "责任人", ("整改责任人",), ""),
    ProblemColumn("measure", "整改措施", ("措施",), ""),
    ProblemColumn("planned_on", "时限", ("整改时限", "完成时限"), "2016-07-20", "计划完成日期"),
    ProblemColumn("basis", "依据", (), ""),
)
NAMES = {name: column.key for column in COLUMNS for name in (column.name, *column.aliases)}
LABELS = {column.key: column.name for column in COLUMNS}

FOUND_IN_WORDS = {
    "走访": "visit",
    "走访督查": "visit",
    "村级自查": "village_check",
    "自查": "village_check",
    "镇级排查": "township_screening",
    "行业排查": "township_screening",
    "县复核": "county_recheck",
    "县级复核": "county_recheck",
    "交叉检查": "cross_check",
    "互查": "cross_check",
    "回头看": "look_back",
}
FIELD_CATEGORIES = {
    "义务教育": "YW",
    "教育": "YW",
    "基本医疗": "YL",
    "医疗": "YL",
    "住房": "ZF",
    "住房安全": "ZF",
    "饮水": "YS",
    "饮水安全": "YS",
}
YES_NO_WORDS = {
    **dict.fromkeys(("能", "是", "可以", "√"), True),
    **dict.fromkeys(("否", "不能", "不可以", "×", "X", "x"), False),
}


def key_of(header: str) -> str:
    """Give the key of a column by its name in the sheet; "" for one that is not read."""
    return NAMES.get(header.strip("*＊"), "")
