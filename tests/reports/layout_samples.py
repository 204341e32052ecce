"""Documents that show every place the standard measures."""

from dataclasses import replace
from datetime import date

from reports.content import Annex, OfficialDocument, Paragraph, Table, TableColumn

FULL = (
    "督查发现部分乡镇对易地扶贫搬迁项目推进不力资金拨付滞后群众住房安全尚未得到保障应当立即整改"
    * 4
)
ROWS = tuple((str(row), "何市镇", "未签字确认，材料不完整，需限期补齐") for row in range(1, 31))
COLUMNS = (TableColumn("序号", 1, "center"), TableColumn("单位", 2), TableColumn("问题", 5))
LIST = Table(COLUMNS, ROWS)
MONTH = OfficialDocument(
    issuers=("中共自贡市大安区委", "自贡市大安区人民政府"),
    head_suffix="督查（目标管理）办公室",
    number="目督通〔2016〕7号",
    title=("关于2016年7月全区脱贫攻坚工作推进情况", "专项督查的通报"),
    addressees="各乡镇党委，区级各部门",
    blocks=(
        Paragraph("总体情况", 1),
        Paragraph("任务推进", 2),
        Paragraph("乡镇", 3),
        Paragraph("村组", 4),
        Paragraph(FULL * 9),
        Paragraph(FULL),
    ),
    signer_office="区委区政府目督办",
    signed_on=date(2016, 8, 3),
    annexes=(
        Annex("督查问题清单", (LIST,), landscape=True),
        Annex("整改要求一览表", (LIST,), landscape=True),
        Annex("抽查对象名单", (LIST,)),
    ),
    copies_to="市脱贫攻坚领导小组办公室，区委办公室、区人大常委会办公室、区政府办公室",
    printed_by="区委区政府目督办",
    printed_on=date(2016, 8, 3),
)
UPWARD = replace(
    MONTH,
    issuers=("自贡市大安区扶贫和移民工作局",),
    head_suffix="文件",
    upward=True,
    signed_by="王大明",
    blocks=(Paragraph("现将有关情况报告如下。"),),
    annexes=(),
    sealed=False,
)
REPORT = replace(
    UPWARD,
    report="督查专报",
    number="第3期（总第15期）",
    addressees="区委书记、区长",
    instruction_box=True,
    upward=False,
)
SAMPLES = {"month": MONTH, "upward": UPWARD, "report": REPORT}
