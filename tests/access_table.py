"""Who may reach which address: the one table that every URL of the site must stand in.

A role stands as the first character of its name; 机 is 区直机关党委, 督 the inspector.
"""

from accounts.models import Role

ROLES = dict(zip("系目扶组机行乡村督帮领纪", Role, strict=True))
EVERYBODY = "系目扶组机行乡村督帮领纪"
REGISTER = "目扶组机乡村帮领纪"
FIELD = "目扶组机行乡村督领纪"  # rounds, visits and problems, each in his own scope
WHOLE = "目扶组机督领纪"  # draws and assignments: never the inspected
ORDERS = "目扶组机行乡村领纪"
ANSWER = "扶组机行乡村"
BULLETINS = "目扶组机行乡领纪"
LEDGERS = "目扶组机领纪"
UPLOADS = "目扶乡纪"

# address → the kind of record in it ("" for none), the roles that may reach it
TABLE: dict[str, tuple[str, str]] = {
    "home": ("", EVERYBODY),
    "accounts:login": ("", EVERYBODY),
    "accounts:logout": ("", EVERYBODY),
    "accounts:password": ("", EVERYBODY),
    "accounts:notices": ("", EVERYBODY),
    "accounts:notices_read": ("", EVERYBODY),
    "accounts:notice_read": ("notice", EVERYBODY),
    "accounts:job": ("job", EVERYBODY),
    "households:household_list": ("", REGISTER),
    "households:household_export": ("", REGISTER),
    "households:area_list": ("", EVERYBODY),
    "households:village_detail": ("village", EVERYBODY),
    "households:posting_set": ("village", "扶组机"),
    "households:household_detail": ("household", REGISTER),
    "households:pairing_set": ("household", "扶乡"),
    "households:member_unmask": ("member", "扶乡"),
    "households:batch_list": ("", UPLOADS),
    "households:batch_upload": ("", "扶乡"),
    "households:batch_detail": ("batch", UPLOADS),
    "households:batch_apply": ("batch", "扶乡"),
    "households:batch_file": ("batch", "扶乡"),
    "households:batch_complaints": ("batch", UPLOADS),
    "projects:plan": ("", FIELD),
    "projects:target_set": ("target", "目扶"),
    "inspections:round_list": ("", FIELD),
    "inspections:round_create": ("", "目"),
    "inspections:round_detail": ("round", FIELD),
    "inspections:draw_seal": ("round", "目"),
    "inspections:draw_seed": ("round", "目"),
    "inspections:round_assign": ("round", "目"),
    "inspections:round_close": ("round", "目"),
    "inspections:draw_record": ("draw", WHOLE),
    "inspections:draw_pack": ("draw", WHOLE),
    "inspections:draw_annul": ("draw", "目"),
    "inspections:draw_replace": ("drawn", "目"),
    "inspections:my_assignments": ("", WHOLE),
    "inspections:visit_open": ("assignment", "督"),
    "inspections:visit_list": ("", FIELD),
    "inspections:visit_detail": ("visit", FIELD),
    "inspections:visit_submit": ("visit", "督"),
    "inspections:visit_section": ("part", "督"),
    "inspections:visit_save": ("part", "督"),
    "inspections:visit_photo": ("photo", "督"),
    "inspections:problem_list": ("", FIELD),
    "inspections:problem_confirm": ("", "目"),
    "inspections:problem_detail": ("problem", FIELD),
    "inspections:problem_confirm_one": ("problem", "目"),
    "inspections:problem_reject": ("problem", "目"),
    "inspections:problem_reply": ("problem", ANSWER),
    "inspections:problem_verify": ("problem", "目扶"),
    "inspections:problem_close": ("problem", "目"),
    "inspections:rectification_list": ("", ORDERS),
    "inspections:order_list": ("", ORDERS),
    "inspections:order_create": ("", "目"),
    "inspections:order_detail": ("order", ORDERS),
    "inspections:order_acknowledge": ("order", ANSWER),
    "inspections:attachment": ("attachment", EVERYBODY),  # as far as he sees its record
    "reports:dashboard": ("", LEDGERS),
    "reports:bulletin_list": ("", BULLETINS),
    "reports:bulletin_assemble": ("", "目"),
    "reports:bulletin_detail": ("bulletin", BULLETINS),
    "reports:bulletin_issue": ("bulletin", "目"),
    "reports:bulletin_file": ("bulletin_file", BULLETINS),
    "reports:bulletin_month": ("month", BULLETINS),
    "reports:ledger_list": ("", LEDGERS),
    "reports:ledger_detail": ("ledger", LEDGERS),
    "reports:ledger_download": ("ledger", LEDGERS),
    "api_token": ("", EVERYBODY),
    "api_schema": ("", EVERYBODY),
    "api_docs": ("", EVERYBODY),
    "api-root": ("", EVERYBODY),
    "me-list": ("", EVERYBODY),
    "units-list": ("", EVERYBODY),
    "units-detail": ("unit", EVERYBODY),
    "notices-list": ("", EVERYBODY),
    "notices-read-all": ("", EVERYBODY),
    "notices-detail": ("notice", EVERYBODY),
    "notices-read": ("notice", EVERYBODY),
    "areas-list": ("", EVERYBODY),
    "areas-detail": ("area", EVERYBODY),
    "households-list": ("", REGISTER),
    "households-detail": ("household", REGISTER),
    "targets-list": ("", FIELD),
    "programmes-list": ("", f"系{FIELD}"),
    "programmes-detail": ("programme", f"系{FIELD}"),
    "rounds-list": ("", FIELD),
    "rounds-detail": ("round", FIELD),
    "rounds-seal": ("round", "目"),
    "rounds-seed": ("round", "目"),
    "assignments-list": ("", WHOLE),
    "assignments-detail": ("assignment", WHOLE),
    "assignments-open": ("assignment", "督"),
    "visits-list": ("", FIELD),
    "visits-detail": ("visit", FIELD),
    "visits-answers": ("visit", "督"),
    "visits-submit": ("visit", "督"),
    "problems-list": ("", FIELD),
    "problems-detail": ("problem", FIELD),
    "problems-confirm": ("problem", "目"),
    "problems-reject": ("problem", "目"),
    "problems-reply": ("problem", ANSWER),
    "problems-verify": ("problem", "目扶"),
    "problems-close": ("problem", "目"),
    "orders-list": ("", ORDERS),
    "orders-detail": ("order", ORDERS),
    "orders-acknowledge": ("order", ANSWER),
    "bulletins-list": ("", BULLETINS),
    "bulletins-assemble": ("", "目"),
    "bulletins-detail": ("bulletin", BULLETINS),
    "bulletins-file": ("bulletin_file", BULLETINS),
    "bulletins-issue": ("bulletin", "目"),
    "healthz": ("", EVERYBODY),
    "readyz": ("", EVERYBODY),
}
POSTS = {"orders-list": "目"}  # where fewer may add than read
PUBLIC = {"accounts:login", "api_token", "healthz", "readyz"}

# the settings pages: which models 系统管理员 opens; nobody else enters
ADMIN_OPEN = {"user", "unit", "parameter", "auditevent", "job", "group", "area", "programme"}
ADMIN_SHUT = {
    *("registerbatch", "annualtarget", "scheme", "checklist", "question", "problemcategory"),
    *("draw", "visit", "problem", "bulletin"),
}

# records of another township that these see as well, because their scope is the county
COUNTY_WIDE = {
    "area": "行督帮系",
    "village": "行督帮系",
    "unit": "行督帮系",
    "target": "系",
    "programme": "行督帮系",
    "round": "行乡村",
    "bulletin": "行乡",
    "bulletin_file": "行乡",
    "month": "行乡",
}
