"""Writing the audit trail."""

from typing import Any

from django.db import models

from accounts.models import AuditEvent, User


def record(
    *, by: User | None, action: str, about: models.Model, area_code: str = "", **detail: Any
) -> AuditEvent:
    """Add one audit row about a record; call it inside the act's own transaction.

    `action` is a verb such as `seal_draw`; `detail` holds ids, states and field names, never a
    personal datum. The place is the record's own unless given.
    """
    return AuditEvent.objects.create(
        actor=by,
        action=action,
        object_kind=about._meta.label_lower,  # noqa: SLF001 -- Django's documented API
        object_id=str(about.pk),
        area_code=area_code or getattr(about, "area_code", ""),
        detail=detail,
    )
