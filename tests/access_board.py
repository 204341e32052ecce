"""Who may reach the dashboards: address → the kind of record in it, the roles."""

COUNTY_WIDE = "目扶组机领纪"
ALL = "目扶组机乡领纪"  # a township sees the board of its own place

BOARD: dict[str, tuple[str, str]] = {
    "reports:dashboard": ("", ALL),
    "reports:board_trends": ("", ALL),
    "reports:board_matrix": ("", ALL),
    "reports:board_people": ("", COUNTY_WIDE),
    "reports:board_screen": ("", COUNTY_WIDE),
    "reports:board_screen_now": ("", COUNTY_WIDE),
    "reports:board_place": ("township", ALL),
    "reports:board_export": ("board", ALL),
}
