"""Bands of income per person in which households are counted and listed; the edges are 元."""

BANDS: dict[str, tuple[str, int | None, int | None]] = {
    "below2000": ("不满2000元", None, 2000),
    "from2000": ("2000元起不满3000元", 2000, 3000),
    "from3000": ("3000元起不满4500元", 3000, 4500),
    "from4500": ("4500元起不满6000元", 4500, 6000),
    "from6000": ("6000元以上", 6000, None),
}
"""The lower edge belongs to the band (以上 includes the number, domain §0.3)."""
UNKNOWN = "unknown"
CHOICES = [*((key, label) for key, (label, _, _) in BANDS.items()), (UNKNOWN, "未登记收入")]
