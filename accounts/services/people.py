"""What happens to people's accounts, each act with its line in the trail."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.services.trail import record


def note_login(*, user: User) -> None:
    """Write down that somebody logged in."""
    record(by=user, action="log_in", about=user)


def note_token(*, user: User) -> None:
    """Write down that somebody took his API token."""
    record(by=user, action="take_token", about=user)


def note_logout(*, user: User) -> None:
    """Write down that somebody logged out."""
    record(by=user, action="log_out", about=user)


def note_tour(*, user: User, on: date) -> None:
    """Keep the day somebody saw the tour; it is no business of the trail."""
    user.toured_on = on
    user.save(update_fields=["toured_on"])


@transaction.atomic
def change_password(*, user: User, password: str, by: User) -> None:
    """Set a password that a form has checked; other sessions of the user end with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(by=by, action="change_password", about=user)


@transaction.atomic
def change_roles(*, user: User, added: list[str], removed: list[str], by: User) -> None:
    """Write down which roles (Chinese names) an administrator gave to or took from a user."""
    if added or removed:
        record(by=by, action="change_roles", about=user, added=added, removed=removed)
