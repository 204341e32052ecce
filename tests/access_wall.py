"""Who may reach 挂图作战 and the meetings: address → the kind of record in it, the roles."""

WALL: dict[str, tuple[str, str]] = {}
