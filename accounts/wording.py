"""What the settings pages call an act, a kind of record and a permission."""

from django.apps import apps
from django.contrib.auth.models import Permission

ACTS = {
    "acknowledge_order": "签收整改单",
    "annul_draw": "作废抽签",
    "propose_annulment": "提请作废抽签",
    "drop_annulment": "撤销作废提请",
    "answer_batch": "回答导入提问",
    "apply_problem_upload": "登记问题清单",
    "answer_self_check": "填报自查结果",
    "apply_register": "写入底册",
    "apply_register_batch": "写入底册",
    "ask_for_export": "申请导出",
    "ask_self_checks": "布置举一反三自查",
    "assemble_bulletin": "汇总通报草稿",
    "month_pack": "打包月度资料",
    "begin_document": "起草文件",
    "assign_round": "分派任务",
    "assign_units": "分派加抽任务",
    "change_due": "调整完成期限",
    "change_plan": "修改期次计划",
    "change_password": "修改密码",
    "change_roles": "调整角色",
    "check_register_batch": "核对上传文件",
    "choose_look_backs": "安排回头看",
    "close_problem": "问题销号",
    "close_round": "完成期次",
    "close_township": "乡镇办结",
    "close_year": "年度封存",
    "compare_platform": "平台重新比对",
    "confirm_problem": "认定问题",
    "decide_conflict": "处理底册冲突",
    "declare_discipline": "督查纪律承诺",
    "download_export": "下载导出文件",
    "download_pack": "下载月度材料包",
    "edit_bulletin": "修改通报正文",
    "end_posting": "结束派驻",
    "drop_problem_upload": "放弃问题清单",
    "drop_scheme_draft": "放弃方案修改稿",
    "enter_problem": "登记问题",
    "enter_seed": "录入种子",
    "escalate_problems": "按时间表催办",
    "explain_conflict": "说明底册冲突",
    "explain_difference": "说明平台差异",
    "export_list": "导出清单",
    "export_pledges": "导出责任书",
    "file_exit_papers": "归档退出资料",
    "find_near_matches": "查找相近的户",
    "find_unchanged": "核对无变化",
    "flag_households": "标记重点户",
    "forget_header": "取消列名对应",
    "hand_over": "移交任务",
    "hold_look_back_draw": "抽取回头看",
    "hold_monthly_draw": "每月抽签准备",
    "begin_supplement": "起草更正补充通报",
    "bulletin_archived": "文件归档",
    "bulletin_countersigned": "会签同意",
    "bulletin_issued": "印发文件",
    "bulletin_numbered": "文件编号",
    "bulletin_objected": "会签不同意",
    "bulletin_returned": "退回文件",
    "bulletin_reviewed": "审核通过文件",
    "bulletin_signed": "签发文件",
    "bulletin_submitted": "文件送审",
    "bulletin_withdrawn": "撤回文件",
    "choose_distribution": "选择发文范围",
    "save_distribution": "保存发文范围",
    "upload_letterhead": "上传公文模板",
    "use_letterhead": "启用公文模板",
    "stop_letterhead": "停用公文模板",
    "receive_bulletin": "签收文件",
    "remind_bulletin": "催签文件",
    "instruction_given": "登记批示",
    "instruction_replied": "反馈批示",
    "instruction_returned": "退回批示办理",
    "instruction_done": "办结批示",
    "issue_bulletin": "签发通报",
    "issue_order": "下达整改单",
    "list_pledges": "制定应签责任书名单",
    "load_areas": "装入区划",
    "load_concern_standards": "装入重点户标准",
    "load_problem_source": "装入问题来源",
    "load_programmes": "登记扶贫专项",
    "load_scheme": "装入督查方案",
    "log_in": "登录",
    "make_pack": "生成月度材料包",
    "log_out": "退出",
    "map_headers": "对应列名",
    "mark_concern": "标记其他重点户",
    "new_data_key": "启用新密钥",
    "open_visit": "开始填表",
    "pair_helper": "落实帮扶责任人",
    "plan_meeting": "安排会议",
    "hold_meeting": "记录会议纪要",
    "correct_minutes": "更正会议纪要",
    "cancel_meeting": "取消会议",
    "meeting_task_reported": "报告会议任务",
    "meeting_task_done": "确认会议任务办结",
    "meeting_task_returned": "退回会议任务",
    "plan_rectification": "填写整改计划",
    "plan_round": "制定期次",
    "publish_scheme": "发布方案新版本",
    "raise_problem": "发现问题",
    "receive_upload": "上传文件",
    "receive_problem_upload": "上传问题清单",
    "record_look_back": "填报回头看",
    "reject_problem": "认定不属实",
    "reopen_problem": "重新整改",
    "replace_unit": "更换抽中单位",
    "reply_rectification": "报送整改",
    "reseal": "重新加密",
    "revert_batch": "撤回导入",
    "seal_draw": "封存名单",
    "seal_look_back_draw": "封存回头看名单",
    "search_register": "按号码检索",
    "send_back_problem": "销号退回",
    "set_income": "登记收入",
    "set_indicators": "登记退出指标",
    "set_pledge": "登记责任书",
    "set_poor_village": "标注贫困村",
    "set_posting": "落实派驻",
    "set_strengths": "设定校验强度",
    "set_target": "下达年度任务",
    "set_wording": "修改通报用语",
    "set_year_facts": "登记年度情况",
    "sign_pledge": "登记责任书签订",
    "stage_scheme": "上传方案修改稿",
    "stage_register": "核对上传文件",
    "store_plan": "上传规划方案",
    "submit_visit": "提交督查表",
    "accept_visit": "审核通过督查表",
    "return_visit": "退回督查表",
    "take_exit_step": "登记退出步骤",
    "take_exit_steps": "批量登记退出步骤",
    "take_marked_upload": "下载标注文件",
    "take_token": "领取接口令牌",
    "take_upload": "下载上传文件",
    "unmark_concern": "取消其他重点户",
    "unmask_bank_account": "查看完整银行账号",
    "unmask_identity": "查看完整证件号码",
    "unmask_phone": "查看完整电话",
    "verify_rectification": "复核整改",
    "withdraw_exit_step": "撤回退出步骤",
    "ask_extension": "申请延期",
    "decide_extension": "审批延期",
    "withdraw_request": "撤回申请",
    "object_to_problem": "申诉",
    "decide_objection": "审核申诉",
    "hand_up": "上交镇级",
    "propose_accountability": "提请问责",
    "record_sanction": "登记问责处理",
    "decide_case": "处理问责事项",
    "dismiss_case": "不予问责",
    "revoke_sanction": "撤销问责处理",
    "read_sanctioned": "查看问责对象",
    "record_summons": "登记约谈",
    "annul_summons": "作废约谈记录",
    "print_summons": "打印约谈记录",
}
VERBS = {"view": "查看", "add": "新增", "change": "修改", "delete": "删除"}


def act_name(action: str) -> str:
    """Give the Chinese words of an act or a job, such as `seal_draw`; an unknown one as it is."""
    if action in ACTS:
        return ACTS[action]
    verb, _, model = action.partition("_")
    named = next((found for found in apps.get_models() if _model_name(found) == model), None)
    if verb not in VERBS or named is None:
        return action
    return f"{VERBS[verb]}{named._meta.verbose_name}"  # noqa: SLF001 -- Django's documented API


def kind_name(label: str) -> str:
    """Give what a kind of record such as `accounts.user` is called; an unknown one as it is."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)  # noqa: SLF001 -- the same
    except (LookupError, ValueError):
        return label


def permission_name(permission: Permission) -> str:
    """Give a permission in Chinese: Django's four by verb and record, our own by their name."""
    verb, _, model = permission.codename.partition("_")
    if verb in VERBS and model == permission.content_type.model:
        return f"{VERBS[verb]}{permission.content_type.name}"
    return permission.name


def _model_name(model: type) -> str:
    return str(model._meta.model_name)  # type: ignore[attr-defined]  # noqa: SLF001 -- the same
