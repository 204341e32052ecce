"""Pictures of the manual: taken by `make manual`, always of one of two sizes."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.manual import PHONE, size_of

register = template.Library()


@register.simple_tag
def shot(name: str, told: str, caption: str = "") -> SafeString:
    """Give a picture: its name, what it shows in words, a line under it if that says more."""
    wide, high = size_of(name)
    kind = " manual-shot-phone" if name.startswith(PHONE) else ""
    under = format_html("<figcaption>{}</figcaption>", caption) if caption else ""
    return format_html(
        '<figure class="manual-shot{}"><img src="{}" alt="{}" width="{}" height="{}" '
        'loading="lazy" decoding="async">{}</figure>',
        kind,
        static(f"help/{name}.webp"),
        told,
        wide,
        high,
        under,
    )
