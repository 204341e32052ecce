import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from config.views import healthz, readyz


def test_the_process_says_that_it_lives_without_asking_anything():
    response = healthz(RequestFactory().get("/healthz"))
    assert (response.status_code, response.content) == (200, b'{"alive": true}')


def test_the_site_is_ready_while_its_database_answers(db):
    response = readyz(RequestFactory().get("/readyz"))
    assert (response.status_code, response.content) == (200, b'{"ready": true}')


def test_the_site_is_not_ready_without_its_database(db, monkeypatch):
    def broken() -> None:
        raise OperationalError("the server's password is secret")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", broken)
        response = readyz(RequestFactory().get("/readyz"))
    assert (response.status_code, response.content) == (503, b'{"ready": false}')


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_supervisors_ask_without_logging_in(client, db, path):
    assert client.get(path).status_code == 200
