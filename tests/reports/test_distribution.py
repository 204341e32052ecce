import pytest
from django.urls import reverse

from accounts.errors import RuleBroken
from reports.models import Bulletin, DistributionList
from reports.selectors.distribution import addressed
from reports.selectors.offices import sent_to
from reports.services.distribution import (
    Wanted,
    choose_distribution,
    save_distribution,
    words_for,
)
from tests.make import COUNTY, make_unit
from tests.reports.reading_cast import make_issued

pytestmark = pytest.mark.django_db
OF_LIST = "各乡镇党委、政府"
TOWNSHIPS = Wanted("各乡镇", "各乡镇党委、政府：", "区委办。", ["township"], is_default=True)


def kept(office, wanted=TOWNSHIPS, **fields) -> DistributionList:
    return save_distribution(county=COUNTY, by=office, wanted=wanted, **fields)


def test_a_list_is_kept_without_the_marks_that_are_printed(office):
    row = kept(office)
    assert (row.addressees, row.copies, row.unit_kinds) == (
        "各乡镇党委、政府",
        "区委办",
        ["township"],
    )


def test_a_county_has_one_default(office):
    first = kept(office)
    second = kept(office, Wanted("全体", "各单位", is_default=True))
    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)


def test_a_name_is_used_once_and_units_are_of_the_county(office):
    row = kept(office)
    with pytest.raises(RuleBroken, match="同名"):
        kept(office)
    far = make_unit("贡井区农业局", area_code="510303")
    with pytest.raises(RuleBroken, match="本区县"):
        kept(office, Wanted("另一", "各单位", units=[far]))
    assert kept(office, Wanted("各乡镇", "各镇"), row=row).addressees == "各镇"


def test_a_new_draft_goes_to_the_countys_default_unless_it_is_for_leaders(office):
    row = kept(office)
    draft = addressed(Bulletin(area_code=COUNTY, kind="monthly"))
    report = addressed(Bulletin(area_code=COUNTY, kind="special_report"))
    assert (draft.distribution, draft.addressees) == (row, "各乡镇党委、政府")
    assert (report.distribution, report.addressees) == (None, "")


def test_after_review_began_only_the_units_change(office, liaison, verifier):
    held = make_issued(state="numbered", kind="cross_check", addressees="各单位")
    assert set(sent_to(held)) == {liaison.unit, verifier.unit}
    chosen = choose_distribution(
        bulletin=held, by=office, distribution=kept(office), addressees="别的"
    )
    assert chosen.addressees == "各单位"
    assert list(sent_to(chosen)) == [liaison.unit]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("各单位", "各乡镇党委、政府"), ("", "各乡镇党委、政府"), ("各镇", "各镇")],
)
def test_a_list_newly_chosen_brings_its_words_unless_others_were_typed(office, typed, printed):
    held = Bulletin(area_code=COUNTY, kind="cross_check", addressees="各单位")
    assert words_for(held, kept(office), {"addressees": typed}) == {"addressees": printed}


def test_an_issued_document_goes_where_it_went(office):
    with pytest.raises(RuleBroken, match="已印发"):
        choose_distribution(bulletin=make_issued(), by=office, distribution=None)


def test_the_first_list_of_a_county_is_proposed_in_the_plans_words(client, office):
    client.force_login(office)
    assert "系统默认" in client.get(reverse("reports:distribution_list")).content.decode()
    address = reverse("reports:distribution_new")
    proposed = client.get(address).context["form"].initial
    assert "各乡镇党委" in proposed["addressees"]
    assert client.post(address, proposed).url == reverse("reports:distribution_list")
    assert DistributionList.objects.get().is_default
