"""What each role may do with the register."""

from collections.abc import Iterable

_READ = [
    "households.view_area",
    "households.view_household",
    "households.view_member",
    "households.view_posting",
    "households.view_helperpairing",
    "households.view_concernflag",
    "households.view_platformline",
    "households.view_platformdifference",
    "households.view_householdincome",
    "households.view_householdyear",
    "households.view_exitprocedure",
    "households.view_villageindicator",
]
_FACTS = [
    "households.change_householdincome",
    "households.change_householdyear",
    "households.change_villageindicator",
]
_UPLOAD = [
    "households.view_registerbatch",
    "households.add_registerbatch",
    "households.change_registerbatch",
    "households.view_registerconflict",
    "households.change_registerconflict",
]
_MARK = ["households.add_concernflag", "households.delete_concernflag"]
_POSTING_UPLOAD = [
    "households.view_registerbatch",
    "households.add_registerbatch",
    "households.change_registerbatch",
]
_WATCH_UPLOADS = ["households.view_registerbatch", "households.view_registerconflict"]

# role → the kinds of upload (RegisterBatch.Kind) it may send in, see selectors.uploads.kinds_for
UPLOADS: dict[str, tuple[str, ...]] = {
    "扶贫移民办": (
        *("register", "villages", "postings", "pairings", "exit_plan", "incomes", "platform"),
    ),
    "乡镇填报员": ("register", "pairings", "incomes"),
    "组织部": ("postings",),
    "区直机关党委": ("postings",),
}
_ALIASES = [f"households.{act}_areaalias" for act in ("view", "add", "change", "delete")]

ROLES: dict[str, list[str]] = {
    "系统管理员": [*_ALIASES, "households.view_area", "households.change_area"],
    "目督办": [*_READ, *_WATCH_UPLOADS],
    "扶贫移民办": [
        *_READ,
        *_UPLOAD,
        *_FACTS,
        "households.change_exitprocedure",
        "households.add_householdyear",  # closing a year adds every household's
        *_MARK,
        "households.change_concernflag",
        "households.decide_conflict",
        "households.change_area",
        "households.add_posting",
        "households.change_posting",
        "households.add_helperpairing",
        "households.change_helperpairing",
        "households.unmask_identity",
    ],
    "组织部": [*_READ, *_POSTING_UPLOAD, "households.add_posting", "households.change_posting"],
    "区直机关党委": [
        *_READ,
        *_POSTING_UPLOAD,
        "households.add_posting",
        "households.change_posting",
    ],
    "行业部门": ["households.view_area"],
    "乡镇填报员": [
        *_READ,
        *_UPLOAD,
        *_MARK,
        *_FACTS,
        "households.change_exitprocedure",
        "households.change_platformdifference",
        "households.add_helperpairing",
        "households.change_helperpairing",
        "households.unmask_identity",
    ],
    "村级": [*_READ, *_FACTS, "households.change_platformdifference"],
    "督查组成员": ["households.view_area", "households.view_posting"],  # people: on the visit
    "帮扶责任人": [
        "households.view_area",
        "households.view_household",
        "households.view_member",
        "households.view_householdincome",
        "households.view_householdyear",
        "households.view_exitprocedure",
    ],
    "领导": _READ,
    "纪委": [*_READ, *_WATCH_UPLOADS],
}


def upload_kinds(role_names: Iterable[str]) -> frozenset[str]:
    """Give the kinds of upload that people of these roles may send in."""
    return frozenset(kind for role in role_names for kind in UPLOADS.get(role, ()))
