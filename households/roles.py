"""What each role may do with the register."""

_READ = [
    "households.view_area",
    "households.view_household",
    "households.view_member",
    "households.view_posting",
    "households.view_helperpairing",
]
_UPLOAD = [
    "households.view_registerbatch",
    "households.add_registerbatch",
    "households.change_registerbatch",
]

ROLES: dict[str, list[str]] = {
    "系统管理员": ["households.view_area", "households.change_area"],
    "目督办": [*_READ, "households.view_registerbatch"],
    "扶贫移民办": [
        *_READ,
        *_UPLOAD,
        "households.change_area",
        "households.add_posting",
        "households.change_posting",
        "households.add_helperpairing",
        "households.change_helperpairing",
        "households.unmask_identity",
    ],
    "组织部": [*_READ, "households.add_posting", "households.change_posting"],
    "区直机关党委": [*_READ, "households.add_posting", "households.change_posting"],
    "行业部门": ["households.view_area"],
    "乡镇填报员": [
        *_READ,
        *_UPLOAD,
        "households.add_helperpairing",
        "households.change_helperpairing",
        "households.unmask_identity",
    ],
    "村级": _READ,
    "督查组成员": ["households.view_area", "households.view_posting"],  # people: on the visit
    "帮扶责任人": ["households.view_area", "households.view_household", "households.view_member"],
    "领导": _READ,
    "纪委": [*_READ, "households.view_registerbatch"],
}
