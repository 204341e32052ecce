"""What each role may do with bulletins, ledgers and the dashboard."""

_READ = ["reports.view_bulletin", "reports.view_ledger", "reports.view_dashboard"]
_LEDGERS = [*_READ, "reports.view_first_secretary_ledger", "reports.view_posting_ledger"]

ROLES: dict[str, list[str]] = {
    "目督办": [*_LEDGERS, "reports.assemble_bulletin", "reports.issue_bulletin"],
    "扶贫移民办": _LEDGERS,
    "组织部": [*_READ, "reports.view_first_secretary_ledger"],
    "区直机关党委": [*_READ, "reports.view_posting_ledger"],
    "行业部门": ["reports.view_bulletin"],
    "乡镇填报员": ["reports.view_bulletin"],
    "领导": _LEDGERS,
    "纪委": _LEDGERS,
}
