"""The site served out of a test's own transaction: what the test made is what is looked at."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections


class Quiet(WSGIRequestHandler):
    """Answers requests without a line for each."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class's name
        """Say nothing."""


class Shared(ThreadedWSGIServer):
    """Leaves the one connection open: it is the test's."""

    def _close_connections(self) -> None:
        """Close nothing."""


class OneAtATime:
    """The site's application; threads that share a connection take turns."""

    def __init__(self) -> None:
        self.inner, self.turn = WSGIHandler(), threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer, once the request before is answered."""
        with self.turn:
            return self.inner(environ, start_response)


@contextmanager
def served() -> Iterator[str]:
    """Give the address at which this process serves the site, until the block ends."""
    shared = {alias: connections[alias] for alias in connections}
    for connection in shared.values():
        connection.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # it drops what is inside a transaction
    server = Shared(("127.0.0.1", 0), Quiet, connections_override=shared)
    server.daemon_threads = True
    server.set_app(OneAtATime())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        for connection in shared.values():
            connection.dec_thread_sharing()
