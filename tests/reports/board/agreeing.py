"""Asks the list behind a figure, as the person himself, how many rows it has."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from django.test import RequestFactory
from django.urls import resolve, reverse

from accounts.models import User
from reports.facts.month import Figure


def rows_of(figure: Figure, user: User) -> int:
    """Count the rows of the list's own view with its own filters; wrong filters are an error."""
    match = resolve(reverse(figure.list_name))
    request = RequestFactory().get(f"{reverse(figure.list_name)}?{figure.list_query}")
    request.user, request.session = user, {}
    view = match.func.view_class()
    view.setup(request)
    filterset = view.get_filterset(view.get_filterset_class())
    assert filterset.is_valid(), (figure, filterset.errors)
    unknown = set(request.GET) - set(filterset.filters)
    assert not unknown, (figure, unknown)
    return filterset.qs.count()


def figures_in(shape: Any) -> Iterator[Figure]:
    """Give every figure anywhere in a shape."""
    if isinstance(shape, Figure):
        yield shape
    elif isinstance(shape, tuple):
        for part in shape:
            yield from figures_in(part)
    elif is_dataclass(shape):
        for field in fields(shape):
            yield from figures_in(getattr(shape, field.name))


def disagreeing(shapes: Iterable[Any], user: User) -> list[tuple[Figure, int]]:
    """Give the figures whose list has not exactly so many rows, with how many it has."""
    asked: dict[tuple[str, str], int] = {}
    wrong = []
    for figure in figures_in(tuple(shapes)):
        if figure.counts_rows:
            key = (figure.list_name, figure.list_query)
            if key not in asked:
                asked[key] = rows_of(figure, user)
            if asked[key] != figure.value:
                wrong.append((figure, asked[key]))
    return wrong
