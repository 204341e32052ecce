"""What the offices do with documents: draft, pass on, number, issue, receive."""

from reports.services.assembling import KIND, ask_for_bulletin, assemble_bulletin
from reports.services.flow import (
    countersign_bulletin,
    return_bulletin,
    review_bulletin,
    sign_bulletin,
    submit_bulletin,
)
from reports.services.issuing import archive_bulletin, issue_bulletin
from reports.services.numbers import number_bulletin, withdraw_bulletin

__all__ = [
    "KIND",
    "archive_bulletin",
    "ask_for_bulletin",
    "assemble_bulletin",
    "countersign_bulletin",
    "issue_bulletin",
    "number_bulletin",
    "return_bulletin",
    "review_bulletin",
    "sign_bulletin",
    "submit_bulletin",
    "withdraw_bulletin",
]
