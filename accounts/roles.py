"""What each role may do with people, units, standards and the trail."""

_KEPT = ("unit", "unitalias", "parameter")

ROLES: dict[str, list[str]] = {
    "系统管理员": [
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        *(f"accounts.{act}_{kind}" for kind in _KEPT for act in ("view", "add", "change")),
        "accounts.delete_unitalias",
        "accounts.view_auditevent",
        "accounts.view_job",
        "auth.view_group",
    ],
    "纪委": ["accounts.view_auditevent"],
}
