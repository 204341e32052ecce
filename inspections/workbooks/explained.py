"""What each sheet and each column of a checklist workbook is called and means, in Chinese."""

from typing import NamedTuple


class Column(NamedTuple):
    """A column's Chinese name, what is written in it, and its width in characters."""

    label: str
    text: str
    width: int = 14


SHEETS = {
    "survey": (
        "题目",
        "一行一题，从上到下就是填表的顺序；begin_group 与 end_group 之间为一部分。",
    ),
    "choices": ("选项", "单选、多选题的选项：同一 list_name 的各行为一个列表。"),
    "settings": ("表头设置", "XLSForm 规定的一行：表名、方案代号、下载时的版本。"),
    "parameters": ("标准和日程", "抽查数量、时限、达标标准。有期限的标准写明起止日期。"),
    "categories": ("问题类别", "不合格的题归入哪一类问题。"),
    "programmes": (
        "扶贫专项",
        "begin_repeat programmes 与 end_repeat 之间的题，每个专项各问一遍。",
    ),
    "postings": ("岗位", "哪些是否题说明村上的岗位有没有人到岗。"),
}
SURVEY = {
    "type": Column(
        "题型",
        "select_one yes_no 是否；integer 整数；decimal 小数；rate 比率（填分子分母）；"
        "select_one 列表名 单选；select_multiple 列表名 多选；text 文字；date 日期；image 照片；"
        "geopoint 位置；note 说明；calculate 计算；begin_group、end_group 一部分的头和尾；"
        "begin_repeat、end_repeat 每人、每处一份的题。",
        24,
    ),
    "name": Column(
        "题名", "字母开头，只用字母、数字和下划线，全表不重复。规则里写作 ${题名}。", 20
    ),
    "label": Column("题目", "填表人看到的文字，最多200字。", 44),
    "hint": Column("提示", "题目下面的小字。", 24),
    "required": Column("必答", "必答写 yes，其余留空。", 8),
    "relevant": Column(
        "显示条件", "成立才问这一题，如 ${A101_meeting} = 'no'。留空为总是问。", 26
    ),
    "constraint": Column("校验", "答案必须符合的条件，点号代表本题答案，如 . >= 0。", 22),
    "constraint_message": Column("校验提示", "不符合校验时显示的话。", 24),
    "warning": Column("提醒条件", "成立就提醒，填表人写明原因后可以提交。", 24),
    "warning_message": Column("提醒", "提醒时显示的话。", 24),
    "appearance": Column("呈现", "显示方式，如 signature 签名、multiline 多行。", 12),
    "default": Column("预填事实", "底册中已有的事实的代号，显示在题目旁边，不必再问。", 18),
    "calculation": Column("计算式", "calculate 题的算式，如 ${a} - ${b}。", 26),
    "item": Column("条目", "督查条目号，如 A101；几道题可以属于同一条目。", 10),
    "item_title": Column("条目名称", "写在该条目的第一题上即可。", 22),
    "level": Column(
        "层级",
        "问谁：Q 部门、T 乡镇、V 村、H 户、R 帮扶责任人、S 第一书记、W 驻村工作组、J 项目。"
        "可写几个，用逗号隔开。",
        9,
    ),
    "asked_of": Column("询问单位", "只问某个部门时写部门名称。", 18),
    "fail_if": Column(
        "不合格条件", "成立就是问题，如 ${A101_meeting} = 'no'；只作了解的写 info。", 30
    ),
    "problem": Column("问题表述", "不合格时登记的问题，可用 ${题名} 引用答案。", 34),
    "category": Column("问题类别", "categories 表里的代号，如 FA。", 9),
    "severity": Column("严重程度", "一般、较重、严重。", 9),
    "responsible": Column(
        "责任方",
        "township 乡镇、village 村、helper 帮扶责任人、helping_unit 帮扶单位、"
        "first_secretary 第一书记、work_team 驻村工作组、organisation_dept 组织部、"
        "organs_committee 机关党委、department:部门名称；几个用逗号隔开。",
        22,
    ),
    "evidence": Column("依据材料", "查什么材料、拍什么照片。", 24),
    "track": Column("整改方式", "fix_now 立行立改；fix_by_date 限期整改。", 12),
    "unit": Column("计量单位", "户、人、元等。", 9),
    "source": Column("出处", "依据的文件条款。", 22),
}
SETTING = {
    "key": Column("代号", "系统按代号取值，不要改。", 24),
    "value": Column("值", "数字、文字或日期。标准还没有定的留空。", 26),
    "label": Column("名称", "这一项是什么。", 30),
    "unit": Column("计量单位", "户、人、天等。", 9),
    "valid_from": Column("起始日期", "标准从哪天起执行，写 2016-07-05；不是标准的留空。", 13),
    "valid_to": Column("截止日期", "标准执行到哪天（含当天）；长期有效的留空。", 13),
    "source": Column("出处", "依据的文件条款。", 34),
}
COLUMNS = {
    "survey": SURVEY,
    "parameters": SETTING,
    "choices": {
        "list_name": Column("列表名", "题型里写的列表名。", 22),
        "name": Column("选项值", "字母、数字，规则里写的就是它。", 22),
        "label": Column("选项", "填表人看到的文字。", 36),
    },
    "settings": {
        "form_title": Column("表名", "督查表的名称。", 34),
        "form_id": Column("方案代号", "上传时按它认方案，不要改。", 16),
        "version": Column("版本", "下载时的版本，不要改；发布时自动加一。", 10),
        "default_language": Column("语言", "不要改。", 16),
    },
    "categories": {
        "code": Column("代号", "两个大写字母。", 9),
        "slug": Column("标识", "英文标识，不重复，不要改已有的。", 20),
        "name": Column("类别", "问题类别的名称。", 26),
        "severe": Column("一律严重", "这类问题一律为严重的写 yes，否则写 no。", 11),
    },
    "programmes": {
        "code": Column("代号", "如 C01；题目里的 {code} 换成它。", 9),
        "name": Column("专项", "专项名称；{name} 换成它。", 20),
        "lead_unit": Column("牵头单位", "{lead_unit} 换成它。", 26),
        "category": Column("问题类别", "{category} 换成它。", 11),
        "supplement": Column("补充", "文件没有点名、补充进来的写 yes，否则写 no。", 9),
        "source": Column("出处", "依据的文件条款。", 22),
    },
    "postings": {
        "question": Column("题名", "survey 表里问村的一道是否题。", 22),
        "post": Column("岗位", "岗位的代号，如 first_secretary 第一书记。", 22),
        "source": Column("出处", "依据的文件条款。", 44),
    },
}
FIELDS = {  # what a difference calls a field that is no column of its sheet
    "kind": "题型",
    "list_name": "选项列表",
    "section": "部分",
    "group": "分组",
    "repeat": "重复组",
    "parent": "上级分组",
    "programme": "专项",
    "levels": "层级",
    "info": "只作了解",
    "position": "顺序",
}
HOW = (
    ("改文字", "直接改 label、hint、problem 等格。已发布的版本不变，正在进行的期次仍用原版本。"),
    (
        "加一题",
        "在同一部分内插入一行，填 type 到 level 各格；会不合格的写明 fail_if 到 track 各格。",
    ),
    ("删一题", "整行删除。其他题的规则里提到它的也要改，否则上传时会指出。"),
    ("换顺序", "整行剪切、插入。"),
    ("改标准", "改 parameters 表的 value；新标准另加一行，写明起始日期，原标准写上截止日期。"),
    ("加选项", "在 choices 表同一 list_name 下加一行。"),
    (
        "上传",
        "方案页面点“上传修改稿”。有误的逐表、逐行、逐列指出原因，不写入任何内容；无误的列出差异，写明修改说明后发布为新版本。",
    ),
)


def column_of(sheet: str, name: str) -> Column:
    """A column's words; one that nobody has explained is called by its own name."""
    return COLUMNS.get(sheet, {}).get(name) or Column(name, "")


def field_name(sheet: str, field: str) -> str:
    """What a difference calls a field."""
    known = COLUMNS.get(sheet, {}).get(field)
    return known.label if known else FIELDS.get(field, field)
