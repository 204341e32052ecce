"""The addresses of the pages of field work, and the plan of a month as its page posts it."""

from django.urls import reverse

from tests.make import make_scheme


def page(name: str, *args: object) -> str:
    return reverse(f"inspections:{name}", args=args)


def plan(**changes: str) -> dict[str, str | list[str]]:
    blank = {"exclusion-TOTAL_FORMS": "1", "exclusion-INITIAL_FORMS": "0"}
    return {
        **blank,
        "scheme": str(make_scheme().pk),
        "period": "2016-08",
        "mode": "random",
        "methods": ["random_check"],
    } | changes
