"""The words of the register's codes, for cells and badges."""

from collections.abc import Mapping
from typing import Any

from accounts.tones import tone_of
from households.models import Household, Posting

YES_NO: Mapping[Any, str] = {True: "是", False: "否", None: ""}
ATTRIBUTE = dict(Household.Attribute.choices)
CAUSE = dict(Household.Cause.choices)
MEASURE = dict(Household.Measure.choices)
STATUS = dict(Household.Status.choices)
WATCH = dict(Household.Watch.choices)
POST = dict(Posting.Post.choices)
GAP: Mapping[Any, str] = {None: "未落实"}
RUNNING: Mapping[Any, str] = {None: "在岗"}
state_tone = tone_of


def gap_tone(value: Any) -> str:
    """Colour what is missing red."""
    return "" if value else "red"
