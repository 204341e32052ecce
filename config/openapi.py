"""The API's description in Chinese: what each operation does, under which heading it stands."""

from typing import Any

TAGS = {
    "areas": "区划",
    "batch-complaints": "底册导入",
    "batch-differences": "底册导入",
    "batches": "底册导入",
    "conflicts": "底册冲突",
    "assignments": "督查任务",
    "board": "五个一",
    "bulletins": "通报",
    "checklists": "检查表",
    "concerns": "重点户",
    "exits": "退出程序",
    "helper-coverage": "帮扶责任人",
    "households": "贫困户底册",
    "incomes": "家庭收入",
    "indicators": "贫困村退出指标",
    "me": "本人",
    "members": "家庭成员",
    "notices": "站内消息",
    "orders": "督办整改单",
    "pairings": "帮扶责任人",
    "plan-documents": "规划方案",
    "platform-check": "平台比对",
    "platform-differences": "平台比对",
    "platform-lines": "平台比对",
    "pledges": "责任书",
    "postings": "五个一",
    "problems": "问题与整改",
    "programmes": "扶贫专项",
    "rounds": "督查期次",
    "targets": "年度任务",
    "token": "登录",
    "units": "单位",
    "visits": "督查表",
    "years": "户年度情况",
}
WORDS = {
    "areas_list": "区划列表：本人数据范围内的区县、乡镇、村",
    "areas_retrieve": "一个区划",
    "assignments_due_create": "调整一项任务的完成期限，须写明原因（目督办）",
    "assignments_hand_over_create": "移交任务：换人或换组，须写明原因；须回避的、已提交的返回409",
    "assignments_list": "督查任务列表：督查组成员只见本组任务",
    "assignments_retrieve": "一项督查任务",
    "assignments_open_create": "开始填写任务的督查表；已开始的返回原表",
    "batch_complaints_list": "导入的核对结果：按文件、级别、行",
    "batch_differences_list": "导入的变化：按文件、变化、对象；个人信息按角色脱敏",
    "board_list": "各村五个一：在岗人员、最近督查所见；gap=any 只看缺岗",
    "batches_list": "导入列表：本人数据范围内上传的文件",
    "batches_retrieve": "一次导入及其统计、列名识别和提问",
    "batches_upload": "上传一份文件并核对（后台任务）",
    "batches_answer_create": "回答文件的提问，或换一个工作表，重新核对",
    "batches_columns_create": "说明文件的列名并记住，重新核对",
    "batches_apply_create": "应用核对过的文件；重复请求只应用一次",
    "batches_revert_create": "撤回一次导入，须写明原因",
    "checklists_list": "检查表列表：本人可见的现行版本；只填表的人见本人任务所用的版本",
    "checklists_retrieve": "一张检查表的全部题目、选项、规则和当日标准",
    "conflicts_list": "底册冲突列表",
    "conflicts_retrieve": "一条底册冲突及其处理记录",
    "conflicts_decide_create": "处理底册冲突或退回乡镇核实",
    "conflicts_explain_create": "对底册冲突说明情况",
    "bulletins_list": "通报列表：被督查单位只见已签发的",
    "bulletins_retrieve": "一期通报及其汇总数字、文件目录",
    "bulletins_files_retrieve": "下载通报的一个文件；台账须有该台账的查看权限",
    "bulletins_issue_create": "签发通报：编号、封存并通知各单位",
    "bulletins_assemble_create": "汇总一个月的通报草稿（后台任务）",
    "exits_list": "退出程序列表：按年度、进度；只含已开始的户",
    "exits_step_create": "给若干户登记一个退出步骤；未登记的逐户说明原因",
    "exits_papers_create": "保存一户的退出档案资料",
    "exits_withdraw_create": "撤回一户最后登记的退出步骤，须写明原因",
    "incomes_list": "家庭收入列表：按年度和来源，单位元",
    "incomes_create": "登记一户一年的收入；四项和支出齐全时按公式计算",
    "indicators_list": "贫困村退出指标列表",
    "indicators_create": "登记一个村一年的退出指标；给出人口时计算发生率",
    "concerns_list": "边缘户和重点户列表：每户每类一条，附计算过程",
    "helper_coverage_list": "各乡镇帮扶责任人落实：有责任人户数、贫困户数",
    "postings_list": "派驻任期列表：在岗和历任，可按当日在岗筛选",
    "households_list": "贫困户列表：个人信息按角色脱敏",
    "households_retrieve": "一户档案：家庭成员、收入；证件号码脱敏",
    "members_list": "家庭成员列表：个人信息按角色脱敏",
    "me_list": "本人的姓名、单位、角色和权限",
    "notices_list": "本人的站内消息",
    "notices_retrieve": "一条站内消息",
    "notices_read_create": "将一条消息标为已读",
    "notices_read_all": "将全部消息标为已读，返回条数",
    "orders_list": "督办整改单列表",
    "orders_create": "向一个责任单位下达整改单",
    "orders_retrieve": "一张整改单",
    "orders_acknowledge_create": "签收整改单（责任单位人员）",
    "pairings_list": "帮扶责任人列表：按户，在任和历任",
    "platform_check_list": "平台比对结果：各乡镇每类措施的本地数、平台数和差异数",
    "platform_differences_list": "平台差异列表：户在一方没有，或两方人数、金额不一致",
    "platform_differences_retrieve": "一条平台差异及其说明",
    "platform_differences_explain_create": "说明一条平台差异的原因",
    "platform_lines_list": "平台登记列表：已应用的平台导出文件中各户的措施",
    "plan_documents_list": "规划方案列表：含已被替换的历史文件",
    "plan_documents_create": "上传乡镇规划或村级方案；原文件转入历史",
    "plan_documents_retrieve": "一份规划方案及其文件指纹",
    "plan_documents_file_retrieve": "下载规划方案文件",
    "pledges_list": "责任书列表：应签、已签、逾期",
    "pledges_retrieve": "一份责任书",
    "pledges_due": "为本区所有乡镇和村列出应签责任书；重复办理不重复列入",
    "pledges_sign": "将若干责任书登记为已签；已签的不改动",
    "pledges_set": "更正一份责任书的签订日期、签订人职务，或上传扫描件",
    "problems_list": "问题列表",
    "problems_retrieve": "一个问题及其台账记录、整改报送和复核",
    "problems_confirm_create": "认定问题为共性或个性",
    "problems_reject_create": "认定问题不属实，须写明理由",
    "problems_reply_create": "报送整改情况和佐证（责任单位人员）",
    "problems_verify_create": "复核整改：查清、到位、达标三关（非责任单位人员）",
    "problems_close_create": "复核通过后销号",
    "programmes_list": "扶贫专项列表",
    "programmes_retrieve": "一个扶贫专项",
    "rounds_list": "督查期次列表：暗访在完成前对被督查单位不可见",
    "rounds_retrieve": "一期督查及其抽签",
    "rounds_declare_retrieve": "督查纪律承诺的内容，以及本人是否已承诺",
    "rounds_declare_create": "作出本期督查纪律承诺；重复承诺只记一次；不是督查组成员的返回409",
    "rounds_seal_create": "封存抽签名单，返回封签",
    "rounds_seed_create": "录入公布的种子并抽签",
    "targets_list": "年度减贫任务列表：区县、乡镇、村",
    "targets_set": "下达或分解年度任务；各部分之和不等也保存",
    "targets_fill": "按底册标注填报各村年度任务",
    "token_create": "用用户名和密码换取令牌；连续输错5次锁定15分钟",
    "units_list": "单位列表",
    "units_retrieve": "一个单位及其别名",
    "visits_list": "督查表列表",
    "visits_retrieve": "一张督查表及其答案",
    "visits_answers_create": "保存答案；400 指出不能保存的项，其余已保存",
    "visits_form_retrieve": "带走一张督查表：检查项、规则、阈值、已填答案",
    "visits_photos_create": "给一个检查项加一张照片；同一标识重复上传返回原照片",
    "visits_photos_retrieve": "取一张照片",
    "visits_photos_destroy": "从未提交的督查表移除一张照片",
    "visits_sync_create": "一次保存至多50张督查表，逐张返回结果",
    "years_list": "户年度情况列表：保障、住房、政策应享和已享",
    "years_create": "登记一户一年的情况；应享政策自动核算",
    "visits_accept_create": "审核通过一张督查表；不合格项形成问题；409 说明原因",
    "visits_return_create": "退回一张督查表，须写明原因；409 说明原因",
    "visits_submit_create": "提交督查表并封存；409 指出未答的项",
}
REFUSALS = {
    "400": "所填内容有误：按字段列出原因",
    "401": "未登录或令牌无效",
    "403": "角色没有此项权限",
    "404": "没有这条记录，或不在数据范围内",
    "409": "违反业务规则：detail 为原因，code 为规则代号",
}
DETAIL = {
    "type": "object",
    "properties": {"detail": {"type": "string"}, "code": {"type": "string"}},
    "required": ["detail"],
}


def in_chinese(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Give every operation its sentence, its heading and its refusals, in place of docstrings."""
    for path, operations in result["paths"].items():
        for operation in operations.values():
            name = operation["operationId"]
            operation.pop("description", None)
            operation["summary"] = WORDS.get(name, "")
            operation["tags"] = [TAGS.get(path.split("/")[2], "")]
            _add_refusals(operation, path)
    for schema in result["components"]["schemas"].values():
        if schema.get("type") == "object":
            schema.pop("description", None)
    return result


def _add_refusals(operation: dict[str, Any], path: str) -> None:
    acts = "requestBody" in operation or "{" in path
    for status, words in REFUSALS.items():
        if status in {"400", "409"} and not acts:
            continue
        if status == "404" and "{" not in path:
            continue
        content = {"application/json": {"schema": {} if status == "400" else DETAIL}}
        operation["responses"].setdefault(status, {"description": words, "content": content})
    for response in operation["responses"].values():
        response["description"] = response["description"] or "成功"
