import os
import subprocess
import sys

import psycopg2
import pytest
import redis as redis_client

from tests import servers


@pytest.fixture(autouse=True)
def _own_servers(monkeypatch):
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.delenv("TEST_REDIS_URL", raising=False)


def test_postgres_answers_on_its_socket_and_leaves_nothing_behind():
    with servers.postgres() as address:
        connection = psycopg2.connect(address)
        with connection.cursor() as cursor:
            cursor.execute("select 1 + 1")
            assert cursor.fetchone() == (2,)
        connection.close()
        folder = address.partition("host=")[2]
    assert not os.path.exists(folder)  # noqa: PTH110 -- the address holds text


def test_postgres_given_by_its_address_is_taken_as_it_is(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://somewhere/else")
    with servers.postgres() as address:
        assert address == "postgresql://somewhere/else"


def test_a_machine_without_postgres_is_told_so(monkeypatch):
    monkeypatch.setattr(servers, "_bin_folders", list)
    with pytest.raises(servers.NoServer, match="找不到 PostgreSQL"):
        servers.postgres_programs()


def test_redis_keeps_what_it_is_told():
    with servers.redis() as address, redis_client.Redis.from_url(address) as client:
        client.set("month", "2016-07")
        assert client.get("month") == b"2016-07"


def test_the_command_gets_the_addresses_and_its_exit_code_comes_back():
    code = (
        "import os, sys; sys.exit(7 if os.environ['TEST_REDIS_URL'].startswith('redis:') else 1)"
    )
    done = subprocess.run(  # noqa: S603 -- a fixed command
        [sys.executable, "-m", "tests.servers", "redis", "--", sys.executable, "-c", code],
        check=False,
    )
    assert done.returncode == 7
