"""The sweep knows every kind of record of the table; `make face` goes through the pages."""

import pytest

from accounts.models import Role
from tests.access_table import TABLE
from tests.access_walk import FIXED
from tests.face.pages import PEOPLE, UNSWEPT, is_api
from tests.face.records import SPECIAL, model_of


def test_every_kind_of_record_in_an_address_can_be_looked_for():
    kinds = {kind for name, (kind, _) in TABLE.items() if kind and not is_api(name)}
    assert {model_of(kind) for kind in kinds - set(FIXED) - set(SPECIAL)}


def test_a_kind_no_model_is_named_after_is_asked_for():
    with pytest.raises(LookupError, match="没有同名的模型"):
        model_of("unheard_of")


def test_everybody_of_the_table_opens_pages_and_only_its_addresses_are_excused():
    assert len(PEOPLE) == len(Role)
    assert set(UNSWEPT) <= set(TABLE)
