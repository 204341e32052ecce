"""A filter for logs: whatever is written, personal numbers are starred out (reliability §3.27)."""

import logging
import re

_IDENTITY = re.compile(
    r"(?<![0-9])([0-9]{6})(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9Xx]"
    r"(?![0-9])"
)
_MOBILE = re.compile(r"(?<![0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9])")


def redacted(text: str) -> str:
    """Give a text with identity numbers and mobile numbers masked as on a page."""
    return _MOBILE.sub(r"\1****\2", _IDENTITY.sub(r"\1***", text))


class RedactingFormatter(logging.Formatter):
    """A formatter that masks the finished line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line and mask it."""
        return redacted(super().format(record))
