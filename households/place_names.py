"""Names of townships and villages as people write them, brought to one form."""

import re

from households.identity import normal_text

_VILLAGE_ENDING = re.compile(r"(?:村村民委员会|村民委员会|村委会|村村委会)$")
_COMMUNITY_ENDING = re.compile(r"(?:社区居民委员会|社区居委会|居民委员会|居委会|社区村委会)$")
_KIND = re.compile(r"(?:村|社区)$")
_TOWNSHIP_ENDING = re.compile(r"(?:人民政府|办事处)$")


def short_name(name: str) -> str:
    """Return 和平村 for 和平村委会, 金胜社区 for 金胜社区居委会, any other name as it is."""
    text = normal_text(name)
    if _COMMUNITY_ENDING.search(text):
        return _COMMUNITY_ENDING.sub("", text) + "社区"
    if _VILLAGE_ENDING.search(text):
        return _VILLAGE_ENDING.sub("", text) + "村"
    return text


def bare_name(name: str) -> str:
    """Return the name without 村 or 社区, for those who leave the kind out."""
    short = short_name(name)
    return _KIND.sub("", short) or short


def township_name(name: str) -> str:
    """Return the township's name without the words for its government or office."""
    return _TOWNSHIP_ENDING.sub("", normal_text(name))
