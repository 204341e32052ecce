from dataclasses import replace

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from accounts.models import User
from accounts.sealing import (
    CannotOpen,
    open_file,
    open_sealed,
    seal,
    seal_all,
    seal_bytes,
    search_key,
)
from config.keys import Keys
from households.models import Member
from tests.make import make_household, make_user

PLACE = "households_member.identity_number"
NUMBER = "999999195603120011"


def test_what_is_sealed_opens_again_and_looks_different_each_time():
    first, second = seal_all([NUMBER, NUMBER], place=PLACE)

    assert first != second
    assert [open_sealed(text, place=PLACE) for text in (first, second)] == [NUMBER, NUMBER]


def test_the_empty_text_stays_empty():
    assert seal("", place=PLACE) == ""
    assert open_sealed("", place=PLACE) == ""


def test_a_sealed_text_does_not_open_in_another_column():
    with pytest.raises(CannotOpen):
        open_sealed(seal(NUMBER, place=PLACE), place="households_household.phone")


@pytest.mark.parametrize("broken", ["k1:AAAA", "k9:", "plain text", "k1:*", NUMBER])
def test_what_was_not_sealed_here_does_not_open(broken):
    with pytest.raises(CannotOpen):
        open_sealed(broken, place=PLACE)


def test_a_file_opens_again_and_refuses_a_changed_byte():
    sealed = seal_bytes(b"PK\x03\x04:more", place="file")

    assert open_file(sealed, place="file") == b"PK\x03\x04:more"
    with pytest.raises(CannotOpen):
        open_file(sealed[:-1] + bytes([sealed[-1] ^ 1]), place="file")


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    old = settings.DATA_KEYS
    before = seal(NUMBER, place=PLACE)
    settings.DATA_KEYS = Keys(sealing={"k2": b"2" * 32, **old.sealing}, index=old.index)

    assert seal(NUMBER, place=PLACE).startswith("k2:")
    assert open_sealed(before, place=PLACE) == NUMBER


def test_the_search_key_depends_on_the_index_key_alone(settings):
    before = search_key(NUMBER)
    assert search_key(NUMBER) == before
    assert search_key("") == ""
    settings.DATA_KEYS = replace(settings.DATA_KEYS, index=b"3" * 32)
    assert search_key(NUMBER) != before


@pytest.mark.django_db
def test_a_sealed_field_reads_in_the_clear_and_stands_sealed():
    person = make_user(phone="13800138000")

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [person.pk])
        [(stored,)] = cursor.fetchall()
    assert "138" not in stored
    assert User.objects.get(pk=person.pk).phone == "13800138000"


@pytest.mark.django_db
def test_a_sealed_field_is_found_by_its_search_key_only():
    member = make_household().members.get()

    found = Member.objects.filter(identity_key=search_key(member.identity_number))
    assert list(found) == [member]
    with pytest.raises(FieldError, match="keyed index"):
        Member.objects.filter(identity_number=member.identity_number)


@pytest.mark.django_db
def test_the_search_key_follows_the_value_on_save():
    member = make_household().members.get()
    member.identity_number = NUMBER
    member.save(update_fields=["identity_number", "identity_key"])

    assert Member.objects.get(identity_key=search_key(NUMBER)) == member
