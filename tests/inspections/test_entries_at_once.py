"""Several people at once: one problem of a key, one entry of a list, every number once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from accounts.errors import RuleBroken
from inspections.models import Problem, ProblemUpload
from inspections.selectors.about import about_place
from inspections.services.entries import enter_problem
from inspections.services.problem_uploads import apply_problem_upload, receive_problem_upload
from tests.inspections.upload_cast import GOOD, sheet
from tests.make import COUNTY, NOW, make_area, make_category, make_unit, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="an SQLite test database lives in memory, where writers do not wait for each other",
    ),
]
TODAY = date(2016, 7, 20)
RUSH = 6


@pytest.fixture
def village():
    make_area(f"{COUNTY}105", "新店镇")
    make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    make_category()
    return make_area(f"{COUNTY}105201", "和平村")


def at_once(call, keys):
    """Run the call once for each key, each with a connection of its own."""

    def run(key):
        try:
            return call(key)
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(RUSH) as pool:
        return list(pool.map(run, keys))


@pytest.mark.parametrize("keys", [["k1"] * RUSH, [f"k{n}" for n in range(RUSH)]])
def test_problems_entered_at_once_are_one_for_each_key_and_numbered_once(village, keys):
    by, category = make_user(), make_category()

    def enter(key):
        return enter_problem(
            subject=about_place(village), source="audit", fact=f"破损{key}", category=category,
            found_on=TODAY, by=by, on=TODAY, entry_key=key,
        ).pk  # fmt: skip

    found = at_once(enter, keys)
    numbers = sorted(Problem.objects.values_list("number", flat=True))
    assert len(set(found)) == len(set(keys))
    assert numbers == [f"{COUNTY}-201607-{n:03}" for n in range(1, len(set(keys)) + 1)]
    assert [row.entries.count() for row in Problem.objects.all()] == [1] * len(numbers)


def test_a_list_entered_by_several_people_at_once_is_entered_once(village):
    by = make_user()
    upload = receive_problem_upload(file=sheet(GOOD), name="清单.xlsx", by=by, at=NOW)

    def apply(_):
        mine = ProblemUpload.objects.get(pk=upload.pk)
        return apply_problem_upload(upload=mine, by=by, at=NOW)

    found = at_once(apply, range(RUSH))
    assert sorted(found, key=str) == [1, *["already_applied"] * (RUSH - 1)]
    assert Problem.objects.count() == 1
