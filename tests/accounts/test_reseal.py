from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.health import examine
from accounts.models import Export, User
from accounts.reseal import old_values, sealed_columns
from accounts.sealing import CannotOpen, open_file, seal_bytes
from config.keys import add_key, make_keys, read_keys
from households.models import Household
from tests.make import make_household, make_user

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


@pytest.fixture
def keys(settings, tmp_path):
    """Give a key file of its own and a function that reads it again, as a restart does."""
    path = settings.DATA_KEY_FILE = tmp_path / "data.keys"
    make_keys(path)

    def restart():
        settings.DATA_KEYS, settings.DATA_KEYS_ARE_NEW = read_keys(path), False

    restart()
    settings.MEDIA_ROOT = tmp_path / "media"
    return path, restart


def stored(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> %s', [""])  # noqa: S608 -- fixed names
        return [row[0] for row in cursor.fetchall()]


def reseal():
    out = StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue()


def test_every_sealed_value_and_file_comes_under_the_new_key(keys):
    path, restart = keys
    household = make_household(phone=PHONE, bank_account="6228480402564890018")
    user = make_user(phone=PHONE)
    export = Export(serial="1", list_name="x", requested_by=user)
    place = "accounts_export.file"
    export.file.save("x.xlsx", ContentFile(seal_bytes(b"content", place=place)))
    key = household.phone_key

    call_command("new_data_key", stdout=StringIO())
    restart()
    assert (old_values(table="households_household", column="phone"), key) == (1, key)
    assert "重新加密 4 个值、1 个文件" in reseal()

    assert {
        text.split(":")[0] for table, column in sealed_columns() for text in stored(table, column)
    } == {"k2"}
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("k1 ")))
    restart()
    again = Household.objects.get(phone_key=key)
    assert (again.phone, User.objects.get().phone) == (PHONE, PHONE)
    with export.file.open() as file:
        assert open_file(file.read(), place=place) == b"content"


def test_a_second_run_finds_nothing_to_do(keys):
    path, restart = keys
    make_household(phone=PHONE)
    add_key(path)
    restart()
    reseal()
    assert "重新加密 0 个值、0 个文件" in reseal()


def test_a_run_that_was_broken_off_goes_on_where_it_stood(keys, monkeypatch):
    path, restart = keys
    for _ in range(5):
        make_household(phone=PHONE)
    add_key(path)
    restart()
    monkeypatch.setattr("accounts.reseal.PIECE", 2)
    broken = iter([False, True])

    def seal_some(texts, place):
        if next(broken, False):
            raise CannotOpen(place)
        return real(texts, place=place)

    from accounts import reseal as module  # noqa: PLC0415 -- patched for this test

    real = module.seal_all
    monkeypatch.setattr(module, "seal_all", seal_some)
    with pytest.raises(CannotOpen):
        module.reseal_column(connection, table="households_household", column="phone")
    assert old_values(table="households_household", column="phone") == 3
    assert module.reseal_column(connection, table="households_household", column="phone") == 3


def test_the_doctor_counts_what_stands_under_an_older_key(keys):
    path, restart = keys
    make_household(phone=PHONE)
    add_key(path)
    restart()
    (finding,) = [found for found in examine() if found.part == "密钥"]
    assert (finding.ok, finding.found) == (False, "当前密钥 k2，共 2 把；2 个值仍在旧密钥下")
    assert "manage.py reseal" in finding.remedy


def test_a_key_file_just_made_gets_no_second_key(keys, settings):
    path, _ = keys
    settings.DATA_KEYS_ARE_NEW = True
    out = StringIO()
    call_command("new_data_key", stdout=out)
    assert "已生成密钥文件" in out.getvalue()
    assert list(read_keys(path).sealing) == ["k1"]


def test_a_missing_old_key_stops_the_run(keys):
    path, restart = keys
    make_household(phone=PHONE)
    add_key(path)
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("k1 ")))
    restart()
    with pytest.raises(CommandError, match="打不开"):
        call_command("reseal", stdout=StringIO())
