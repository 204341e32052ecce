"""Who may reach the search and the homes: address → the kind of record in it, the roles."""

FINDING: dict[str, tuple[str, str]] = {}
