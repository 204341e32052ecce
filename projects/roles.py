"""What each role may do with the annual plan."""

_READ = ["projects.view_annualtarget", "projects.view_programme"]
_PLAN = ["projects.add_annualtarget", "projects.change_annualtarget"]

ROLES: dict[str, list[str]] = {
    "系统管理员": ["projects.view_programme", "projects.change_programme"],
    "目督办": [*_READ, *_PLAN],
    "扶贫移民办": [*_READ, *_PLAN],
    "组织部": _READ,
    "区直机关党委": _READ,
    "行业部门": _READ,
    "乡镇填报员": _READ,
    "村级": _READ,
    "督查组成员": _READ,
    "领导": _READ,
    "纪委": _READ,
}
