"""Pages of long lists: no more is counted and no deeper is leafed than people do."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum
from django.utils.functional import cached_property

MOST = 10_000  # rows counted and leafed through; what lies behind is found by filters
DEEP = 300  # rows skipped as they are


class CappedPaginator(Paginator):
    """Counts up to MOST rows and leafs through these, whatever the size of the table.

    `counted` are the rows to count where they are plainer than the rows to show; `sums` are
    columns to add up in the same question.
    """

    def __init__(
        self, *args: Any, counted: "QuerySet[Any] | None" = None, sums: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.counted, self.sums = counted, sums

    def page(self, number: Any) -> Page:
        """Give a page; of a deep one the keys first, since the database reads whole rows to skip.

        Raises EmptyPage and PageNotAnInteger like any paginator.
        """
        page, whole = super().page(number), self.object_list
        if (
            page.start_index() > DEEP
            and isinstance(whole, QuerySet)
            and not whole.query.combinator
        ):
            rows = whole[page.start_index() - 1 : page.end_index()]
            page.object_list = whole.filter(pk__in=list(rows.values_list("pk", flat=True)))
        return page

    @cached_property
    def figures(self) -> dict[str, int]:
        """Give `rows` (at most MOST + 1) and the sums over them."""
        rows = self.object_list if self.counted is None else self.counted
        if not isinstance(rows, QuerySet):
            return {"rows": len(rows)}
        return totals(rows, sums=self.sums, most=MOST + 1)

    @cached_property
    def capped(self) -> bool:
        """Whether there are more rows than are leafed through."""
        return self.figures["rows"] > MOST

    @cached_property
    def count(self) -> int:
        """Give the number of rows that are leafed through."""
        return min(self.figures["rows"], MOST)


def totals(
    rows: "QuerySet[Any]", *, sums: tuple[str, ...] = (), most: int | None = None
) -> dict[str, int]:
    """Count rows and add up columns in one question; with `most` only of so many rows."""
    asked = {f"sum_{name}": Sum(name, default=0) for name in sums}
    plain = rows.order_by()
    if most is not None and not (plain.query.distinct or plain.query.combinator):
        plain = plain[:most] if asked else plain.values("pk")[:most]
    if not asked:
        return {"rows": plain.count()}
    found = plain.aggregate(rows=Count("pk"), **asked)
    return {name.removeprefix("sum_"): int(value) for name, value in found.items()}
