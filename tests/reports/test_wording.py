import pytest
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from reports.drafting.monthly import WORDING
from reports.models import Wording
from reports.selectors.wording import own_wording
from reports.services import assemble_bulletin
from reports.services.wording import set_wording
from tests.make import COUNTY, NOW
from tests.reports.drafts import make_draft, passage_of
from tests.reports.month import DAY, JULY, fill_month

pytestmark = pytest.mark.django_db
OTHER_COUNTY = "510311"
SHORT = "共抽查{抽查村数}个村[[，督查部门{督查部门数}个]]。"


def worded(office, text: str, seen: int = 0, **fields) -> Wording:
    where = {"area_code": COUNTY, "kind": "monthly", "key": "opening"} | fields
    return set_wording(text=text, seen=seen, by=office, at=NOW, **where)


def own(area_code: str = COUNTY) -> dict[str, str]:
    return own_wording(area_code=area_code, kind="monthly", catalogue=WORDING)


def test_a_wording_is_kept_edition_by_edition(office):
    worded(office, SHORT)
    worded(office, "抽查{抽查村数}个村。", seen=1)
    assert own() == {"opening": "抽查{抽查村数}个村。"}
    assert own(OTHER_COUNTY) == {}
    assert list(Wording.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert AuditEvent.objects.filter(action="set_wording").count() == 2


def test_back_to_the_shipped_wording_is_an_edition_too(office):
    worded(office, SHORT)
    worded(office, WORDING.entry("opening").text, seen=1)
    assert own() == {}
    assert Wording.objects.get(version=2).text == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("共{抽查乡村数}个", "本段没有 {抽查乡村数} 这个空，是不是"),
        ("共[[{抽查村数}个", "没有配对的 ]]"),
        ("{单位}", "本段没有 {单位} 这个空"),
    ],
)
def test_a_wrong_text_is_refused_in_words(office, text, why):
    with pytest.raises(RuleBroken) as refusal:
        worded(office, text)
    assert why in str(refusal.value)


def test_two_who_word_the_same_passage_do_not_overwrite_each_other(office):
    worded(office, SHORT)
    with pytest.raises(RuleBroken, match="他人刚修改了该段用语"):
        worded(office, "另一种写法。")


@pytest.mark.parametrize("where", [{"key": "nothing"}, {"kind": "nothing"}])
def test_what_is_not_worded_is_refused(office, where):
    with pytest.raises(RuleBroken, match="没有"):
        worded(office, SHORT, **where)


def test_no_change_is_refused(office):
    with pytest.raises(RuleBroken, match="没有改动"):
        worded(office, WORDING.entry("opening").text)


def test_a_wording_whose_slot_is_no_more_gives_way_to_the_shipped_one(office):
    Wording.objects.create(
        area_code=COUNTY,
        kind="monthly",
        key="opening",
        version=1,
        text="{旧空}",
        by=office,
        at=NOW,
    )
    assert own() == {}


def test_the_next_draft_is_worded_by_the_office(office):
    fill_month()
    worded(office, SHORT)
    held = assemble_bulletin(county=COUNTY, period=JULY, by=office, on=DAY)
    assert passage_of(held, "opening").text == "共抽查2个村，督查部门1个。"


def page(client, name: str, *args: str, **data: str) -> str:
    address = reverse(f"reports:{name}", args=args)
    answer = client.post(address, data, follow=True) if data else client.get(address)
    return answer.content.decode()


def test_the_list_shows_each_passage_and_whose_words_it_has(client, office):
    worded(office, SHORT)
    client.force_login(office)
    told = page(client, "wording_list")
    assert SHORT in told
    assert "第1版 王科长" in told
    assert all(entry.name in told for entry in WORDING.worded)


def test_the_page_offers_the_slots_with_their_values_of_today(client, office):
    make_draft()
    client.force_login(office)
    told = page(client, "wording_edit", "monthly", "opening")
    assert 'data-insert="抽查村数"' in told
    assert "现为：新店镇、新民镇" in told
    assert "共抽查2个乡镇（街道）（新店镇、新民镇）、2个村" in told


@pytest.mark.parametrize("entry", WORDING.worded, ids=lambda entry: entry.key)
def test_every_passage_can_be_opened_without_a_month(client, office, entry):
    client.force_login(office)
    assert "还没有起草过这种文件" in page(client, "wording_edit", "monthly", entry.key)


def test_the_preview_tells_what_a_text_says_or_what_is_wrong(client, office):
    make_draft()
    client.force_login(office)
    where = ("wording_preview", "monthly", "opening")
    assert "共抽查2个村，督查部门1个。" in page(client, *where, text=SHORT)
    assert "是不是{抽查村数}" in page(client, *where, text="{抽查村}")
    assert Wording.objects.count() == 0


def test_the_page_keeps_a_wording_and_a_wrong_one_stays_in_its_field(client, office):
    client.force_login(office)
    where = ("wording_edit", "monthly", "opening")
    assert "已保存" in page(client, *where, text=SHORT, seen="0")
    wrong = page(client, *where, text="共{抽查村}个", seen="1")
    assert "本段没有 {抽查村} 这个空" in wrong
    assert "共{抽查村}个</textarea>" in wrong


def test_an_unknown_passage_or_kind_is_not_found(client, office):
    client.force_login(office)
    for args in [("monthly", "nothing"), ("nothing", "opening")]:
        assert client.get(reverse("reports:wording_edit", args=args)).status_code == 404
