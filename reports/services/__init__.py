"""What the offices do with documents: draft, pass on, number, issue, receive."""

from reports.services.assembling import KIND, ask_for_bulletin, assemble_bulletin
from reports.services.issuing import issue_bulletin

__all__ = ["KIND", "ask_for_bulletin", "assemble_bulletin", "issue_bulletin"]
