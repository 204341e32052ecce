from accounts.models.exports import Export, ListChoice
from accounts.models.jobs import Job
from accounts.models.notices import Notice
from accounts.models.parameters import Parameter
from accounts.models.people import Role, Unit, UnitAlias, User
from accounts.models.trail import AuditEvent

__all__ = [
    "AuditEvent",
    "Export",
    "Job",
    "ListChoice",
    "Notice",
    "Parameter",
    "Role",
    "Unit",
    "UnitAlias",
    "User",
]
