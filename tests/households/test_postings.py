from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from households.models import HelperPairing, Posting
from households.selectors.places import five_ones, vacant_posts
from households.services.postings import end_posting, pair_helper, set_posting
from tests.make import make_area, make_household, make_unit

pytestmark = pytest.mark.django_db
JULY, AUGUST = date(2016, 7, 1), date(2016, 8, 1)


@pytest.fixture
def village():
    return make_area("510304105201", "新建村", is_poor=True)


def first_secretary(village, name, day):
    return set_posting(
        village=village, post="first_secretary", person_name=name, starts_on=day, by=None
    )


def test_a_new_posting_ends_the_one_before_and_history_stays(village):
    first_secretary(village, "赵一", JULY)
    first_secretary(village, "钱二", AUGUST)

    assert list(Posting.objects.values_list("person_name", "starts_on", "ends_on")) == [
        ("赵一", JULY, date(2016, 7, 31)),
        ("钱二", AUGUST, None),
    ]
    assert AuditEvent.objects.filter(action="set_posting").count() == 2


def test_a_posting_may_not_begin_before_the_one_it_follows(village):
    first_secretary(village, "赵一", AUGUST)
    with pytest.raises(RuleBroken, match="晚于现任"):
        first_secretary(village, "钱二", JULY)
    assert Posting.objects.get().person_name == "赵一"


def test_posts_fit_the_kind_of_village(village):
    other = make_area("510304105202", "高峰村")
    unit = make_unit("区农业局")
    with pytest.raises(RuleBroken, match="贫困村登记“五个一”"):
        set_posting(village=village, post="paired_unit", unit=unit, starts_on=JULY, by=None)
    with pytest.raises(RuleBroken, match="结对帮扶单位"):
        first_secretary(other, "赵一", JULY)
    with pytest.raises(RuleBroken, match="只登记到村"):
        first_secretary(village.parent, "赵一", JULY)
    with pytest.raises(RuleBroken, match="填写人员姓名"):
        first_secretary(village, "", JULY)


def test_five_ones_shows_the_gaps(village):
    first_secretary(village, "赵一", JULY)
    slots = five_ones(village, on=AUGUST)

    assert [slot.label for slot in slots if slot.posting is None] == [
        "联系领导",
        "帮扶单位",
        "驻村工作组",
        "农技员",
    ]
    assert vacant_posts([village.code], on=AUGUST) == {village.code: 4}
    assert vacant_posts([village.code], on=date(2016, 6, 1)) == {village.code: 5}


def test_end_posting_leaves_the_post_vacant(village):
    posting = first_secretary(village, "赵一", JULY)
    with pytest.raises(RuleBroken, match="不得早于"):
        end_posting(posting=posting, ends_on=date(2016, 6, 1), by=None)
    end_posting(posting=posting, ends_on=AUGUST, by=None)
    assert five_ones(village, on=date(2016, 8, 2))[3].posting is None
    with pytest.raises(RuleBroken, match="已经结束"):
        end_posting(posting=posting, ends_on=AUGUST, by=None)


def test_pair_helper_ends_the_pairing_before(village):
    household = make_household(village)
    pair_helper(household=household, name="王五", starts_on=JULY, by=None)
    pair_helper(household=household, name=" 赵六 ", starts_on=AUGUST, by=None)

    rows = HelperPairing.objects.values_list("name", "ends_on")
    assert list(rows) == [("王五", date(2016, 7, 31)), ("赵六", None)]
    with pytest.raises(RuleBroken, match="晚于现有"):
        pair_helper(household=household, name="孙七", starts_on=JULY, by=None)
    with pytest.raises(RuleBroken, match="填写帮扶责任人"):
        pair_helper(household=household, name=" ", starts_on=AUGUST, by=None)
