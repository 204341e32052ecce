"""Who may reach the manual, the tour, the look: address → the kind of record, the roles."""

from tests.access_fieldwork import EVERYBODY

HELP: dict[str, tuple[str, str]] = {
    "accounts:look": ("", EVERYBODY),
    "accounts:components": ("", "系目"),
    "accounts:help": ("", EVERYBODY),
    "accounts:terms": ("", EVERYBODY),
    "accounts:help_page": ("chapter", EVERYBODY),
    "accounts:toured": ("", EVERYBODY),
}
