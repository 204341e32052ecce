"""The pages and the API of the platform check."""

import pytest
from django.urls import reverse

from households.models import PlatformDifference, RegisterBatch
from tests.households.test_platform import HEADER, HERE, LINES, OTHER, THERE, households

pytestmark = pytest.mark.django_db
__all__ = ["households"]  # a fixture of every test here


def test_the_page_shows_both_sides_and_the_differences(client, bring, liaison):
    bring("platform", HEADER, *LINES)
    client.force_login(liaison)

    page = client.get(reverse("households:platform_list")).content.decode()

    assert THERE in page
    assert "新店镇" in page
    assert OTHER not in page
    assert "说明这 1 条" in page


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [HERE, HERE, THERE]),
        ("area=510304105&village=510304105201", [HERE, HERE]),
        ("measure=medical", [HERE, THERE]),
        ("kind=only_platform", [THERE]),
        ("explained=1", []),
        (f"q={HERE}", [HERE, HERE]),
    ],
)
def test_differences_are_filtered(client, bring, verifier, query, numbers):
    bring(
        "platform", HEADER,
        f"{THERE} 低保政策兜底 3 新店镇 高峰村", f"{THERE} 医疗救助扶持 3 新店镇 高峰村",
    )  # fmt: skip
    client.force_login(verifier)

    page = client.get(f"{reverse('households:platform_list')}?{query}")
    rows = client.get(f"{reverse('platform-differences-list')}?{query}").json()["results"]

    assert [row[0].text for row in page.context["object_list"]] == numbers
    assert [row["household_no"] for row in rows] == numbers


def test_an_officer_explains_on_the_page_and_an_outsider_finds_nothing(
    client, bring, liaison, outsider
):
    bring("platform", HEADER, *LINES)
    row = PlatformDifference.objects.get()
    url = reverse("households:platform_difference", args=[row.pk])
    client.force_login(outsider)
    assert client.post(url, {"explanation": "与我无关的户"}).status_code == 404

    client.force_login(liaison)
    assert client.post(url, {"explanation": "本月新生一人"}).status_code == 302

    assert "本月新生一人" in client.get(url).content.decode()


def test_one_sentence_for_what_the_filter_finds(client, bring, liaison):
    bring("platform", HEADER, f"{THERE} 低保政策兜底 3 新店镇 高峰村")
    client.force_login(liaison)
    url = f"{reverse('households:platform_explain')}?measure=medical"

    assert "待说明差异 1 条" in client.get(url).content.decode()
    client.post(url, {"explanation": "平台未及时录入"})

    rows = PlatformDifference.objects.exclude(explained_at=None)
    assert [row.measure for row in rows] == ["medical"]


def test_a_filter_that_cannot_be_read_explains_nothing(client, bring, liaison):
    bring("platform", HEADER, *LINES)
    client.force_login(liaison)
    url = f"{reverse('households:platform_explain')}?area=510311"

    assert "待说明差异 0 条" in client.get(url).content.decode()
    client.post(url, {"explanation": "平台未及时录入"})

    assert not PlatformDifference.objects.exclude(explained_at=None).exists()


def test_only_those_who_bring_in_registers_compare_again(client, bring, verifier, office):
    bring("platform", HEADER, *LINES)
    url = reverse("households:platform_compare")
    client.force_login(office)
    assert client.post(url).status_code == 403

    client.force_login(verifier)
    assert client.post(url).status_code == 302


def test_the_api_explains_a_difference_and_refuses_too_short_a_sentence(client, bring, liaison):
    bring("platform", HEADER, *LINES)
    client.force_login(liaison)
    url = reverse("platform-differences-explain", args=[PlatformDifference.objects.get().pk])

    assert client.post(url, {"explanation": "同上"}).status_code == 409
    told = client.post(url, {"explanation": "本月新生一人"}).json()

    assert (told["explanation"], told["explained_by"]) == ("本月新生一人", "周干事")


def test_the_api_gives_sums_and_lines(client, bring, liaison):
    bring("platform", HEADER, *LINES)
    client.force_login(liaison)

    (place,) = client.get(reverse("platform-check-list")).json()
    lines = client.get(f"{reverse('platform-lines-list')}?measure=industry").json()["results"]

    assert (place["name"], place["differences"]) == ("新店镇", 1)
    assert [line["household_no"] for line in lines] == [HERE]


@pytest.mark.parametrize("lines", [1, 3])
def test_the_page_asks_the_same_queries_for_any_length(
    client, bring, verifier, lines, django_assert_num_queries
):
    rows = [f"5103041050009{n} 低保政策兜底 2 新店镇 新建村" for n in range(lines)]
    bring("platform", HEADER, *LINES[:1], f"{THERE} 低保政策兜底 3 _ _", LINES[2], *rows)
    client.force_login(verifier)
    client.get(reverse("households:platform_list"))

    with django_assert_num_queries(15):
        client.get(reverse("households:platform_list"))


def test_before_the_first_extract_the_page_says_so(client, verifier):
    client.force_login(verifier)

    page = client.get(reverse("households:platform_list")).content.decode()

    assert "还没有应用过六有平台名单" in page
    assert RegisterBatch.objects.count() == 0
