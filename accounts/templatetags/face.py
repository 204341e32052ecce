"""Small pieces of every page: icons, state badges, sortable column heads."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.tones import tone_of

register = template.Library()

SPRITE = "vendor/tabler-icons-3.51.0/icons.svg"


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


@register.filter
def number(value: Any) -> Any:
    """Write a number as offices do: thousands apart, no zeros behind the point that say nothing.

    4456.00 becomes 4,456 and 4456.5 becomes 4,456.50; anything that is no number stays as it is.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """Give the page numbers to show: the ends, the neighbours, and gaps as an ellipsis."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
