"""外观: light or dark, and the elder mode (长者模式), kept in this browser's cookies.

They belong to the screen, not to the person: the same inspector reads a phone in the sun and a
desktop at night. They hold before anybody has logged in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

THEME, SIZE = "look_theme", "look_size"
THEMES = {"light": "浅色", "dark": "深色", "auto": "跟随系统"}
SIZES = {"normal": "标准字号", "large": "长者模式"}


@dataclass(frozen=True)
class Look:
    """What a page is drawn with: keys of THEMES and SIZES."""

    theme: str = "light"
    size: str = "normal"

    @property
    def is_large(self) -> bool:
        """Whether the elder mode is on."""
        return self.size == "large"


def look_of(cookies: Mapping[str, str]) -> Look:
    """Read the look out of a request's cookies; what is not known is the ordinary one."""
    theme, size = cookies.get(THEME, ""), cookies.get(SIZE, "")
    return Look(theme if theme in THEMES else Look.theme, size if size in SIZES else Look.size)
