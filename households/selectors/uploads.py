"""Which kinds of upload a person may send in."""

from accounts.models import User
from households.models import RegisterBatch
from households.roles import upload_kinds


def kinds_for(user: User) -> tuple[str, ...]:
    """Give the kinds of upload a user may send in, in the order of RegisterBatch.Kind."""
    if not (user.is_active and user.has_perm("households.add_registerbatch")):
        return ()
    allowed = upload_kinds(user.role_names)
    return tuple(kind for kind in RegisterBatch.Kind.values if kind in allowed)
