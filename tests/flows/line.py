"""A line between a browser and the server that can be cut, or lose the server's answers."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

PIECE, PATIENCE = 65536, 5


class Line:
    """Passes on whole connections to the address of a server."""

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self.server = (parts.hostname or "", parts.port or 80)
        self.entrance = socket.create_server(("127.0.0.1", 0))
        self.site = f"http://127.0.0.1:{self.entrance.getsockname()[1]}"
        self.is_cut = False
        self.answers_to_lose = 0
        self.open: set[socket.socket] = set()
        self.threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._begin(self._accept)
        return self

    def _begin(self, act: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=act, args=given, daemon=True)
        self.threads.append(thread)
        thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()
        self.entrance.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(PATIENCE)
        self.entrance.close()

    def cut(self) -> None:
        """Break every connection and take no new one."""
        self.is_cut = True
        self._break()

    def mend(self, *, losing: int = 0) -> None:
        """Take connections again; the next `losing` answers to a POST are lost on the way."""
        self._break()  # each request comes on a connection of its own until all is lost
        self.is_cut, self.answers_to_lose = False, losing

    def _break(self) -> None:
        for end in list(self.open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self.entrance.accept()
            except OSError:
                return
            if self.is_cut:
                browser.close()
                continue
            server = socket.create_connection(self.server)
            lost = threading.Event()
            self._begin(self._ask, browser, server, lost)
            self._begin(self._answer, server, browser, lost)

    def _ask(self, browser: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        def mark(piece: bytes) -> bool:
            if self.answers_to_lose and piece.startswith(b"POST "):
                self.answers_to_lose -= 1
                lost.set()
            return True

        self._pass_on(browser, server, mark)

    def _answer(
        self, server: socket.socket, browser: socket.socket, lost: threading.Event
    ) -> None:
        self._pass_on(server, browser, lambda _: not lost.is_set())

    def _pass_on(
        self, source: socket.socket, to: socket.socket, may_pass: Callable[[bytes], bool]
    ) -> None:
        self.open.add(source)
        with suppress(OSError):
            while (piece := source.recv(PIECE)) and may_pass(piece):
                to.sendall(piece)
        self.open.discard(source)
        for end in (source, to):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        source.close()
