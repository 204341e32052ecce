"""Reading the JSON of a save in one go, within bounds."""

import json
from typing import Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class FlatJSONParser(BaseParser):
    """JSON of bounded size; what is nested beyond reading is refused like any broken text."""

    media_type = "application/json"
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Read the whole body; raises ParseError."""
        body = stream.read(self.most + 1)
        if len(body) > self.most:
            raise ParseError("内容过大，请分几次发送。")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise ParseError("不是可读的 JSON。") from error
