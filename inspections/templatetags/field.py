"""Small helps for the field pages."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def entry(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Give what a mapping holds under a key; nothing if it does not."""
    return mapping.get(key, ())


@register.filter
def naming(address: str, name: str) -> str:
    """Give an address with a question's name in the place of NAME."""
    return address.replace("NAME", name)
