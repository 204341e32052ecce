"""Words somebody types with an act: wanted, no longer than there is room for; told short."""

from accounts.errors import RuleBroken

SHOWN = 60  # characters of somebody's words in a notice


def required(text: str, *, what: str, longest: int, code: str = "no_words") -> str:
    """Give the words without blanks at the ends, at most `longest` characters.

    Raises RuleBroken with `code` where there are none and "too_long" where there are too many.
    """
    words = text.strip()
    if not words:
        raise RuleBroken(f"请填写{what}。", code=code)
    if len(words) > longest:
        raise RuleBroken(f"{what}不超过{longest}字，请精简。", code="too_long")
    return words


def short(text: str) -> str:
    """Give so much of the words as a notice holds."""
    words = text.strip().rstrip("。")
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
