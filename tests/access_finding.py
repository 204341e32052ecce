"""Who may reach the search and the homes: address → the kind of record in it, the roles."""

from tests.access_fieldwork import EVERYBODY

FINDING: dict[str, tuple[str, str]] = {"reports:finding": ("", EVERYBODY)}
