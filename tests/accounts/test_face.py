from datetime import UTC, date, datetime

import pytest

from accounts.lists import Cell
from accounts.templatetags.face import cells


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
