"""Who may do what in inspections: role → permissions, made so by `manage.py sync_roles`."""

from accounts.models import Role


def _named(*codenames: str) -> tuple[str, ...]:
    return tuple(f"inspections.{codename}" for codename in codenames)


READ = _named("view_round", "view_assignment", "view_visit", "view_problem")
READ_ORDERS = _named("view_rectificationorder")
READ_ALL = (*READ, *READ_ORDERS, *_named("view_draw", "view_scheme", "view_checklist"))
ANSWER = _named("acknowledge_order", "reply_rectification")  # for one's own unit only
RUN_ROUNDS = _named(
    *("plan_round", "seal_draw", "enter_seed", "annul_draw", "replace_unit"),
    *("assign_round", "close_round", "review_visit", "publish_scheme"),
)
JUDGE = _named("confirm_problem", "order_rectification", "verify_rectification", "close_problem")
# asked for with reply_rectification, decided with order_rectification (time), confirm_problem
REQUESTS = _named("view_extension", "view_objection", "view_interviewsummons")
SELF_CHECKS = _named("view_selfcheck")
GENERALISE = _named("view_selfcheck", "ask_self_check")
LOOK_BACK = _named("view_lookback", "plan_look_back", "record_look_back")
INSPECTED = (
    *_named("view_round", "view_visit", "view_problem", "view_selfcheck", "view_lookback"),
    *(*READ_ORDERS, *REQUESTS, *ANSWER),
)

# 目督办 verifies too: what 扶贫移民办 itself must answer for is judged by another unit
ROLES: dict[str, list[str]] = {
    Role.ADMIN.label: [
        *_named(*(f"{act}_problemsource" for act in ("view", "add", "change"))),
        *_named(*(f"{act}_escalationstep" for act in ("view", "add", "change"))),
        *_named(*(f"{act}_calendarday" for act in ("view", "add", "change", "delete"))),
    ],
    Role.SUPERVISION_OFFICE.label: [
        *(*READ_ALL, *RUN_ROUNDS, *JUDGE, *REQUESTS, *GENERALISE, *LOOK_BACK),
        *_named("enter_problem", "view_problemupload", "view_escalation"),
        # what came of a proposal is the discipline office's; the totals are not
        *_named("propose_accountability", "view_accountability_totals", "record_summons"),
    ],
    Role.POVERTY_OFFICE.label: [
        *READ_ALL,
        *_named("verify_rectification", "annul_draw"),  # confirms what 目督办 proposes
        *_named("enter_problem", "view_problemupload", "view_selfcheck", "view_lookback"),
        *(*REQUESTS, *ANSWER),
    ],
    Role.ORGANISATION_DEPT.label: [*READ_ALL, *REQUESTS, *ANSWER, *SELF_CHECKS],
    Role.ORGANS_COMMITTEE.label: [*READ_ALL, *REQUESTS, *ANSWER, *SELF_CHECKS],
    # a department fills in its own programme form where the round says so
    Role.DEPARTMENT.label: [*INSPECTED, *_named("view_assignment", "fill_visit")],
    # a township writes down what it finds itself (自查、互查), 附件5
    Role.TOWNSHIP_OFFICER.label: [*INSPECTED, *_named("enter_problem", "view_problemupload")],
    Role.VILLAGE_OFFICER.label: [*INSPECTED],
    Role.INSPECTOR.label: [
        *READ,
        *_named("view_draw", "fill_visit", "review_visit"),
        *_named("view_lookback", "record_look_back"),
    ],
    Role.HELPER.label: [],
    Role.LEADER.label: [
        *READ_ALL,
        *_named("view_escalation", "view_lookback", "view_accountability_totals"),
        *_named("view_interviewsummons"),
    ],
    Role.DISCIPLINE.label: [
        *(*READ_ALL, *REQUESTS),
        *_named("view_escalation", "view_selfcheck", "view_lookback"),
        *_named("view_accountabilitycase", "view_sanction", "decide_accountability"),
        *_named("view_accountability_totals"),
    ],
}
