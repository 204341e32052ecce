"""Problems by category and block, and townships × categories; each in three queries."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from accounts.models import User
from inspections.models import Problem, ProblemCategory
from reports.board.heat import BY_BLOCK, Sorting, categories_of, matrix_of
from reports.board.making import Maker
from reports.board.shapes import Categories, Matrix, Window
from reports.facts.month import block_of
from reports.selectors.board.places import OWN_ROW, Place, place_of


def categories(code: str, window: Window, *, on: date, user: User) -> Categories | None:
    """Give a place's problems of a window by category and block; None if not the user's place."""
    place = place_of(code, user)
    if place is None:
        return None
    rows = _in_window(place, window, user)
    names = _category_names()
    kinds, blocks = Counter[str](), Counter[str]()
    for kind, letter, number in rows.values_list("category", Substr("item", 1, 1)).annotate(
        number=Count("pk")
    ):
        kinds[kind] += number
        blocks[block_of(letter)] += number
    lines = [(kind, names[kind], number) for kind, number in kinds.items()]
    return categories_of(Maker(code, on), place.name, window, lines, blocks)


def matrix(
    code: str, window: Window, *, on: date, user: User, by: str = "category"
) -> Matrix | None:
    """Give the places below × categories (or blocks, `by="block"`); None if not his place.

    A village has no places below it and gives its own line alone.
    """
    place = place_of(code, user)
    if place is None:
        return None
    rows = _in_window(place, window, user).annotate(part=Substr("area_code", 1, place.digits))
    counts: Counter[tuple[str, str]] = Counter()
    if by == "block":
        sorting = BY_BLOCK
        for part, letter, number in rows.values_list("part", Substr("item", 1, 1)).annotate(
            number=Count("pk")
        ):
            counts[part, block_of(letter)] += number
    else:
        sorting = Sorting("category", tuple(_category_names().items()))
        for part, kind, number in rows.values_list("part", "category").annotate(
            number=Count("pk")
        ):
            counts[part, kind] += number
    places = _rows_of(place, {part for part, _ in counts})
    return matrix_of(Maker(code, on), place.name, window, sorting, places, counts)


def _rows_of(place: Place, found: set[str]) -> list[tuple[str, str, str]]:
    """Give the places below, and the place itself where something was found there."""
    if place.level == "village":
        return [(place.code, place.name, "")]
    rows = [(code, name, "") for code, name in place.rows(found)]
    if place.code in found:
        name, level = OWN_ROW[len(place.code)]
        rows.append((place.code, name, level))
    return rows


def _in_window(place: Place, window: Window, user: User) -> "QuerySet[Problem]":
    """Narrow the problems a user sees as the window's list does."""
    rows: Any = Problem.objects.visible_to(user).within(place.code).order_by()
    asked = dict(window.filters)
    if "open" in asked:
        rows = rows.open()
    if "year" in asked:
        rows = rows.filter(period__year=int(asked["year"]))
    if "period" in asked:
        rows = rows.filter(period=date.fromisoformat(f"{asked['period']}-01"))
    found: QuerySet[Problem] = rows
    return found


def _category_names() -> dict[str, str]:
    return dict(ProblemCategory.objects.order_by("code").values_list("slug", "name"))
