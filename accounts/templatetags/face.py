"""Small pieces of every page: icons, state badges, sortable column heads."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.timezone import is_aware, localtime

from accounts.lists import Cell
from accounts.tones import tone_of

register = template.Library()

SPRITE = "vendor/tabler-icons-3.51.0/icons.svg"
NOTHING = "—"
WAN = 10_000  # 万


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """Give an icon of the sprite; without a label it is decoration and not read aloud."""
    how = 'role="img" aria-label="{}"' if label else 'aria-hidden="{}"'
    return format_html(
        '<svg class="icon" width="20" height="20" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" {}>'
        '<use href="{}#{}"></use></svg>',
        format_html(how, label or "true"),
        static(SPRITE),
        name,
    )


@register.simple_tag
def state_badge(state: str, label: str) -> SafeString:
    """Give a record's state as a badge, coloured by what the state means."""
    return tone_badge(tone_of(state), label)


@register.simple_tag
@lru_cache(maxsize=512)
def tone_badge(tone: str, label: str) -> SafeString:
    """Give a badge of one of the tones: red orange yellow green blue grey."""
    return format_html('<span class="tone tone-{}">{}</span>', tone, label)


@register.simple_tag
def cells(row: Sequence[Cell]) -> SafeString:
    """Give a row's cells; a template takes five times as long over a page of them."""
    return mark_safe("".join(_cell(cell) for cell in row))  # noqa: S308 -- each part is escaped


def _cell(cell: Cell) -> str:
    text = _told(cell)
    if cell.url and text != NOTHING:
        text = f'<a href="{conditional_escape(cell.url)}">{text}</a>'
    kind = f' class="{conditional_escape(cell.kind)}"' if cell.kind else ""
    return f'<td data-label="{conditional_escape(cell.label)}"{kind}>{text}</td>'


def _told(cell: Cell) -> str:
    """Give a cell's text as HTML: a badge, a day, or the words; a dash for nothing."""
    text = cell.text
    if text is None or text == "":
        return NOTHING
    if cell.tone:
        return tone_badge(cell.tone, text)
    if isinstance(text, datetime) and is_aware(text):
        text = localtime(text)
    if isinstance(text, date):
        return f"{text:%Y-%m-%d}"
    return conditional_escape(str(text))


@register.inclusion_tag("partials/sort_head.html", takes_context=True)
def sort_head(context: template.Context, key: str, label: str, kind: str = "") -> dict[str, Any]:
    """Give a column head that sorts by a key: first up, then down; kind="num" for numbers."""
    request = context["request"]
    now = request.GET.get("sort", "")
    down = now == key
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if down else key
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    return {"label": label, "kind": kind, "href": f"?{query.urlencode()}", "order": order}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


@register.filter
def number(value: Any) -> Any:
    """Write a number as offices do: thousands apart, no zeros behind the point that say nothing.

    4456.00 becomes 4,456 and 4456.5 becomes 4,456.50; anything that is no number stays as it is.
    """
    if not _is_number(value):
        return value
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


@register.filter
def wan(value: Any) -> Any:
    """Write money kept in 元 as offices do: 万元 from ten thousand on; a dash for nothing.

    12345678 becomes 1,234.57万元 and 9999 becomes 9,999元; words stay as they are.
    """
    if value is None:
        return NOTHING
    if not _is_number(value):
        return value
    return f"{value / WAN:,.2f}万元" if abs(value) >= WAN else f"{number(value)}元"


@register.filter
def count(value: Any, unit: str) -> Any:
    """Write how many of what, as 1,234 户; a dash for nothing, words stay as they are."""
    if value is None:
        return NOTHING
    return f"{number(value)} {unit}" if _is_number(value) else value


@register.filter
def percent(share: Any) -> Any:
    """Write a share with two decimals, 0.975 as 97.50%; a dash for nothing."""
    if share is None:
        return NOTHING
    return f"{share * 100:,.2f}%" if _is_number(share) else share


@register.filter
def share_of(part: Any, whole: Any) -> str:
    """Write what share a part is of its whole, as 97.50%; a dash where there is no whole."""
    known = _is_number(part) and _is_number(whole) and whole
    return str(percent(part / whole)) if known else NOTHING


@register.filter
def chinese_day(value: Any) -> Any:
    """Write a day as documents do, 2016年7月29日, a moment by its local day."""
    if not value:
        return NOTHING
    if not isinstance(value, date):
        return value
    day = localtime(value) if isinstance(value, datetime) and is_aware(value) else value
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def truncatechars(value: Any, length: int) -> str:
    """Shorten as Django's filter does, with the ellipsis that Chinese text has."""
    return Truncator(value).chars(length, truncate="……")


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """Give the page numbers to show: the ends, the neighbours, and gaps as an ellipsis."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
