"""What each role may do with the annual plan and the meetings."""

_READ = [
    "projects.view_annualtarget",
    "projects.view_programme",
    "projects.view_pledge",
    "projects.view_plandocument",
]
_TARGETS = ["projects.add_annualtarget", "projects.change_annualtarget"]
_DOCUMENTS = ["projects.add_plandocument"]
_MEETINGS = ["projects.view_meeting", "projects.view_meetingtask"]
_REPORT = ["projects.report_meetingtask"]  # for one's own unit only
_RUN = [*_MEETINGS, "projects.run_meeting"]

ROLES: dict[str, list[str]] = {
    "系统管理员": ["projects.view_programme", "projects.change_programme"],
    "目督办": [*_READ, *_TARGETS, *_RUN],
    "扶贫移民办": [
        *_READ,
        *_TARGETS,
        *_DOCUMENTS,
        *(*_RUN, *_REPORT),
        "projects.add_pledge",
        "projects.change_pledge",
    ],
    "组织部": [*_READ, *_MEETINGS, *_REPORT],
    "区直机关党委": [*_READ, *_MEETINGS, *_REPORT],
    "行业部门": [*_READ, *_MEETINGS, *_REPORT],
    # a township's own share comes from above: projects.standing
    "乡镇填报员": [
        *(*_READ, *_TARGETS, *_DOCUMENTS, *_MEETINGS, *_REPORT),
        "projects.change_pledge",
    ],
    "村级": [*_READ, *_DOCUMENTS],
    "督查组成员": _READ,
    "领导": [*_READ, *_MEETINGS],
    "纪委": [*_READ, *_MEETINGS],
}
