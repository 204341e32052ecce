"""The API's description in Chinese: what each operation does, under which heading it stands."""

from typing import Any

TAGS = {
    "areas": "区划",
    "assignments": "督查任务",
    "bulletins": "通报",
    "households": "贫困户底册",
    "me": "本人",
    "notices": "站内消息",
    "orders": "督办整改单",
    "problems": "问题与整改",
    "programmes": "扶贫专项",
    "rounds": "督查期次",
    "targets": "年度任务",
    "token": "登录",
    "units": "单位",
    "visits": "督查表",
}
WORDS = {
    "areas_list": "区划列表：本人数据范围内的区县、乡镇、村",
    "areas_retrieve": "一个区划",
    "assignments_list": "督查任务列表：督查组成员只见本组任务",
    "assignments_retrieve": "一项督查任务",
    "assignments_open_create": "开始填写任务的督查表；已开始的返回原表",
    "bulletins_list": "通报列表：被督查单位只见已签发的",
    "bulletins_retrieve": "一期通报及其汇总数字、文件目录",
    "bulletins_files_retrieve": "下载通报的一个文件；台账须有该台账的查看权限",
    "bulletins_issue_create": "签发通报：编号、封存并通知各单位",
    "bulletins_assemble_create": "汇总一个月的通报草稿（后台任务）",
    "households_list": "贫困户列表：个人信息按角色脱敏",
    "households_retrieve": "一户档案：家庭成员、收入；证件号码脱敏",
    "me_list": "本人的姓名、单位、角色和权限",
    "notices_list": "本人的站内消息",
    "notices_retrieve": "一条站内消息",
    "notices_read_create": "将一条消息标为已读",
    "notices_read_all": "将全部消息标为已读，返回条数",
    "orders_list": "督办整改单列表",
    "orders_create": "向一个责任单位下达整改单",
    "orders_retrieve": "一张整改单",
    "orders_acknowledge_create": "签收整改单（责任单位人员）",
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
    "rounds_seal_create": "封存抽签名单，返回封签",
    "rounds_seed_create": "录入公布的种子并抽签",
    "targets_list": "年度减贫任务列表",
    "token_create": "用用户名和密码换取令牌；连续输错5次锁定15分钟",
    "units_list": "单位列表",
    "units_retrieve": "一个单位及其别名",
    "visits_list": "督查表列表",
    "visits_retrieve": "一张督查表及其答案",
    "visits_answers_create": "保存答案；400 指出不能保存的项，其余已保存",
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
