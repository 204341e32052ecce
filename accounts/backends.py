"""Who logs in with a password and what he may do, asked once a request."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import ModelBackend

from accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model


class RightsBackend(ModelBackend):
    """Django's own rules; role names and rights come in one query, the unit with the person."""

    def get_user(self, user_id: Any) -> User | None:
        """Give the person of a session with his unit; None for one who may not log in."""
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(
        self, user_obj: "User | AnonymousUser", obj: "Model | None" = None
    ) -> set[str]:
        """Give all rights of a person; what the framework gives to a superuser is left to it."""
        if obj is not None or not isinstance(user_obj, User):
            return super().get_all_permissions(user_obj, obj)
        if user_obj.is_superuser or not user_obj.is_active:
            return super().get_all_permissions(user_obj)
        return user_obj.rights
