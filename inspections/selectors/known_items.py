"""The items of a county's newest checklists, as somebody who enters a problem chooses them."""

from dataclasses import dataclass

from inspections.models import ProblemCategory, Question, Scheme

FIRST = ("monthly", "checks")  # where two schemes use one code, these go before others


@dataclass(frozen=True)
class KnownItem:
    """An item with its words and the category its failing question names."""

    code: str
    title: str
    basis: str
    category: str

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


def known_items(county: str) -> dict[str, KnownItem]:
    """Give the items of the newest version of each scheme of a county, by their code, in order."""
    versions = Scheme.objects.filter(area_code=county).order_by("code", "version")
    newest: dict[str, int] = dict(versions.values_list("code", "pk"))
    order = sorted(newest, key=lambda code: (code not in FIRST, code))
    rows = Question.objects.filter(checklist__scheme__in=newest.values()).exclude(item="")
    rows = rows.order_by("checklist", "position")
    by_scheme: dict[int, list[tuple[str, ...]]] = {}
    fields = ("checklist__scheme_id", "item", "item_title", "label", "source", "category")
    for scheme, *facts in rows.values_list(*fields):
        by_scheme.setdefault(scheme, []).append(tuple(facts))
    known: dict[str, KnownItem] = {}
    for code in order:
        _add(known, by_scheme.get(newest[code], []))
    return dict(sorted(known.items()))


def categories_by_name() -> dict[str, ProblemCategory]:
    """Give the categories by name, two letters and slug."""
    named: dict[str, ProblemCategory] = {}
    for category in ProblemCategory.objects.all():
        named |= dict.fromkeys((category.name, category.code, category.slug), category)
    return named


def _add(known: dict[str, KnownItem], facts: list[tuple[str, ...]]) -> None:
    """Add one scheme's items that no scheme before it has; the first named category counts."""
    mine: dict[str, KnownItem] = {}
    for item, title, label, source, category in facts:
        was = mine.get(item)
        if item in known or (was and (was.category or not category)):
            continue
        words = title or label
        basis = f"{item} {words}" + (f"（{source}）" if source else "")
        mine[item] = KnownItem(item, words[:60], basis[:300], category)
    known |= mine
