"""A server without a proxy in front: a body that does not arrive gives its thread back.

Behind the proxy of docker compose a request comes here whole. Without one a phone on a bad line
sends its photo straight to a thread, and as many stalled phones as there are threads would stop
everybody. Source: performance.md, What follows (slow uploads).
"""

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Timer
from typing import Any

STILL = 10.0  # seconds without a byte
WHOLE = 60.0  # seconds for a file, however it trickles


class BodyDeadline:
    """Wrap an application of gunicorn; under any other server it does nothing."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer with a clock set on the body, if one is coming."""
        wire: socket.socket | None = environ.get("gunicorn.socket")
        if wire is None or environ.get("CONTENT_LENGTH") in (None, "", "0"):
            return self.application(environ, start_response)
        uploads = str(environ.get("CONTENT_TYPE", "")).startswith("multipart/")
        alarm = Timer(WHOLE, _end, [wire]) if uploads else None
        wire.settimeout(STILL)
        if alarm:
            alarm.daemon = True
            alarm.start()
        try:
            return self.application(environ, start_response)
        finally:
            if alarm:
                alarm.cancel()
            with suppress(OSError):
                wire.settimeout(None)


def _end(wire: socket.socket) -> None:
    """Close the connection both ways, so that whoever reads it goes on."""
    with suppress(OSError):
        wire.shutdown(socket.SHUT_RDWR)
