"""Who may reach the dashboards: address → the kind of record in it, the roles."""

BOARD: dict[str, tuple[str, str]] = {}
