"""One document and one workbook that show everything a renderer must carry."""

from datetime import date

from reports.content import (
    Annex,
    OfficialDocument,
    Paragraph,
    Sheet,
    SheetColumn,
    Table,
    TableColumn,
    Workbook,
)

COLUMNS = (TableColumn("序号", 1, "center"), TableColumn("问题", 3))
PROBLEMS = Table(COLUMNS, tuple((str(row), "<b>未签字</b> & 漏填") for row in range(1, 4)), "表1")
BULLETIN = OfficialDocument(
    issuers=("中共自贡市大安区委", "自贡市大安区人民政府"),
    head_suffix="督查办公室",
    number="目督通〔2016〕7号",
    title=("关于2016年7月全区脱贫攻坚工作推进情况", "专项督查的通报"),
    addressees="各乡镇党委、街道党工委",
    blocks=(
        Paragraph("现将情况通报如下。"),
        Paragraph("总体情况", 1),
        Paragraph("任务推进", 2, "塅上村、长塝村、楻桶村已走访。"),
        Paragraph("何市镇#strong[未上门]", 3),
    ),
    signer_office="区委区政府目督办",
    signed_on=date(2016, 8, 3),
    annexes=(Annex("督查问题清单", (PROBLEMS,), landscape=True), Annex("整改要求", (PROBLEMS,))),
    copies_to="区委办、区政府办",
    printed_by="区委区政府目督办",
    printed_on=date(2016, 8, 3),
)
LEDGER = Workbook(
    (
        Sheet(
            name="督查台账",
            title="督查工作台账",
            subtitle="截至2016年7月31日",
            columns=(
                SheetColumn("乡镇", 14),
                SheetColumn("任务", 8, "减贫", "right"),
                SheetColumn("完成", 8, "减贫", "right"),
                SheetColumn("问题", 30),
            ),
            rows=(("何市镇", 3073, 12.5, "=1+1"), ("牛佛镇", 1, None, "@链接")),
            footer=("填表单位：区扶贫移民办",),
            frozen=1,
        ),
    ),
    title="台账",
    made_on=date(2016, 8, 3),
)
