"""What each role may do with documents, ledgers and the dashboard.

目督办 has two people at least: nobody reviews or signs what he sent to review himself.
"""

from accounts.models import Role


def _named(*codenames: str) -> tuple[str, ...]:
    return tuple(f"reports.{codename}" for codename in codenames)


READ = _named("view_bulletin", "view_ledger", "view_dashboard", "view_documentnumber")
FIRST_SECRETARIES = _named("view_first_secretary_ledger")
POSTINGS = _named("view_posting_ledger")
ALL_LEDGERS = (*READ, *FIRST_SECRETARIES, *POSTINGS)
SETTINGS = _named(
    *("view_wording", "edit_wording", "view_letterhead", "manage_letterhead"),
    *(f"{act}_distributionlist" for act in ("view", "add", "change")),
)
RUN = _named(
    *("assemble_bulletin", "review_bulletin", "sign_bulletin", "issue_bulletin"),
    *("receive_bulletin", "view_instruction", "answer_instruction"),
)
ASKED = _named("countersign_bulletin", "receive_bulletin", "view_instruction")
SENT = _named("view_bulletin", "receive_bulletin", "view_instruction")

ROLES: dict[str, list[str]] = {
    Role.SUPERVISION_OFFICE.label: [*ALL_LEDGERS, *RUN, *SETTINGS],
    Role.POVERTY_OFFICE.label: [*ALL_LEDGERS, *ASKED],
    Role.ORGANISATION_DEPT.label: [*READ, *FIRST_SECRETARIES, *ASKED],
    Role.ORGANS_COMMITTEE.label: [*READ, *POSTINGS, *ASKED],
    Role.DEPARTMENT.label: [*SENT],
    Role.TOWNSHIP_OFFICER.label: [*SENT, *_named("view_dashboard")],
    Role.LEADER.label: [*ALL_LEDGERS, *_named("instruct_bulletin", "view_instruction")],
    Role.DISCIPLINE.label: [*ALL_LEDGERS],
}
