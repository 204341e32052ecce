"""A body that does not arrive gives its thread back; a proxy's whole body is left alone."""

import socket
import time

import pytest

from config import slow_clients


def read_all(environ, start_response):
    wire, length = environ["gunicorn.socket"], int(environ["CONTENT_LENGTH"])
    body = b""
    while len(body) < length and (piece := wire.recv(length)):
        body += piece
    return [body]


@pytest.fixture
def ask():
    here, there = socket.socketpair()

    def request(kind="application/json", length="4"):
        environ = {"gunicorn.socket": there, "CONTENT_LENGTH": length, "CONTENT_TYPE": kind}
        return slow_clients.BodyDeadline(read_all)(environ, None)

    with here, there:
        yield here, request


def test_a_body_that_comes_is_read_and_the_clock_taken_off(ask):
    phone, request = ask
    phone.sendall(b"body")
    assert request() == [b"body"]
    assert phone.gettimeout() is None


def test_a_body_that_stands_still_is_given_up(ask, monkeypatch):
    monkeypatch.setattr(slow_clients, "STILL", 0.02)
    phone, request = ask
    phone.sendall(b"bo")
    with pytest.raises(TimeoutError):
        request()


def test_a_file_that_trickles_is_cut_off(ask, monkeypatch):
    monkeypatch.setattr(slow_clients, "WHOLE", 0.05)
    phone, request = ask
    phone.sendall(b"bo")
    begun = time.monotonic()
    assert request("multipart/form-data; boundary=x") == [b"bo"]
    assert time.monotonic() - begun < 5


def test_another_server_is_left_alone():
    seen = slow_clients.BodyDeadline(lambda environ, start: [environ["CONTENT_LENGTH"].encode()])
    assert seen({"CONTENT_LENGTH": "4"}, None) == [b"4"]
