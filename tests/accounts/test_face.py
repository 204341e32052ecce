from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.lists import Cell
from accounts.templatetags.face import (
    cells,
    chinese_day,
    count,
    percent,
    share_of,
    truncatechars,
    wan,
)


@pytest.mark.parametrize(
    ("text", "url", "tone", "shown"),
    [
        (None, "/x/", "", "—"),
        ("", "", "red", "—"),
        (0, "", "", "0"),
        ("<b>甲", "/x/?a=1&b=2", "", '<a href="/x/?a=1&amp;b=2">&lt;b&gt;甲</a>'),
        ("严重", "", "red", '<span class="tone tone-red">严重</span>'),
        (date(2016, 7, 1), "", "", "2016-07-01"),
        (datetime(2016, 6, 30, 17, tzinfo=UTC), "", "", "2016-07-01"),
    ],
)
def test_a_cell_is_a_badge_a_day_a_link_or_escaped_words(text, url, tone, shown):
    assert cells([Cell("栏", text, "num", url, tone)]) == (
        f'<td data-label="栏" class="num">{shown}</td>'
    )


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        (12345678, "1,234.57万元"),
        (10000, "1.00万元"),
        (9999, "9,999元"),
        (Decimal("120.50"), "120.50元"),
        (-25000, "-2.50万元"),
        (0, "0元"),
        (None, "—"),
        ("未报", "未报"),
    ],
)
def test_money_is_told_in_ten_thousands_from_ten_thousand_on(yuan, shown):
    assert wan(yuan) == shown


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (count(1234, "户"), "1,234 户"),
        (count(None, "人"), "—"),
        (percent(Decimal("0.975")), "97.50%"),
        (percent(1), "100.00%"),
        (percent(None), "—"),
        (share_of(39, 40), "97.50%"),
        (share_of(0, 0), "—"),
        (share_of(None, 4), "—"),
    ],
)
def test_counts_carry_their_unit_and_shares_two_decimals(told, shown):
    assert told == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2016, 7, 9), "2016年7月9日"),
        (datetime(2016, 6, 30, 17, tzinfo=UTC), "2016年7月1日"),
        (None, "—"),
        ("待定", "待定"),
    ],
)
def test_a_day_is_told_as_in_a_document(day, shown):
    assert chinese_day(day) == shown


def test_shortened_words_end_in_a_chinese_ellipsis():
    assert (truncatechars("一二三四五六", 5), truncatechars("一二三", 5)) == ("一二三……", "一二三")
