"""A word of the glossary with its explanation at hand: hover, keyboard focus or a tap."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.glossary import TERMS

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def term(word: str, shown: str = "") -> SafeString:
    """Give a term as a button with its explanation behind it; `shown` stands in its place.

    Not inside a link, a button or a label, where nothing else may be pressed. A word that the
    glossary does not know is a KeyError. static/js/terms.js joins the two for screen readers.
    """
    return format_html(
        '<span class="term"><button type="button" class="term-word" aria-expanded="false">{}'
        '</button><span class="term-tip" role="tooltip">{}</span></span>',
        shown or word,
        TERMS[word].meaning,
    )
