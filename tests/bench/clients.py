"""Closed-loop clients on loopback: each sends its next request when the last is answered."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

Request = tuple[str, str, bytes | None, dict[str, str]]  # method, path, body, headers


TURNS = 3  # of each program, one after the other


class Load(NamedTuple):
    """What a load came to: answers per second, milliseconds, and answers that were no success."""

    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    failed: int


def load(
    port: int, clients: int, *, seconds: float, request: Callable[[int, int], Request]
) -> Load:
    """Let the clients send `request(client, number)` for that long."""
    taken: list[list[float]] = [[] for _ in range(clients)]
    failed = [0] * clients
    begun = time.perf_counter()

    def one(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        number = 0
        while time.perf_counter() - begun < seconds:
            method, path, body, headers = request(client, number)
            sent = time.perf_counter()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            taken[client].append(time.perf_counter() - sent)
            failed[client] += response.status != http.client.OK
            number += 1
        connection.close()

    threads = [threading.Thread(target=one, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - begun
    every = sorted(moment for moments in taken for moment in moments)
    return Load(
        per_second=round(len(every) / wall, 1),
        p50_ms=round(statistics.median(every) * 1000, 1),
        p95_ms=round(every[int(len(every) * 0.95)] * 1000, 1),
        p99_ms=round(every[int(len(every) * 0.99)] * 1000, 1),
        failed=sum(failed),
    )


def median(loads: Iterable[Load]) -> Load:
    """Give the middle one of some turns for each figure, and all failures."""
    turns = list(loads)
    middle = [statistics.median(column) for column in zip(*turns, strict=True)][:-1]
    return Load(*middle, failed=sum(turn.failed for turn in turns))
