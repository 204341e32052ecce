"""The stored fields an upload writes: what each is called, and its values in a reader's words.

A difference is kept in those words (是, 因病、因残, 2016-07-31); `stored_value` makes the stored
value of them again, so that a batch can be taken back from its own differences.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models

from accounts.fields import SealedTextField, SearchKeyField
from households.models import (
    Area,
    Household,
    HouseholdYear,
)

Value = Any
PLACE = "area_code"
PLACE_LABEL = "行政村"
HOME_LABEL = "所在户"
_LIST_CHOICES = {"further_causes": Household.Cause, "further_measures": Household.Measure}
_MARK = "、"
_YES_NO = {True: "是", False: "否"}

# key in the data (and name of the model's field) → columns of the sheet it comes from
HOUSEHOLD_FIELDS = {
    "area_code": "village",
    "head_name": "name",
    "person_count": "household_no",
    "group_name": "group_name",
    "attribute": "attribute",
    "cause": "cause",
    "further_causes": "further_causes",
    "measure": "measures",
    "further_measures": "measures",
    "status": "status",
    "planned_exit_year": "planned_exit_year",
    "unsafe_house": "unsafe_house",
    "safe_water": "safe_water",
    "phone": "phone",
    "bank_account": "bank_account",
    "registered_on": "registered_on",
    "registered": "registered household_type",
    "watch": "watch household_type",
    "risk_found_on": "risk_found_on",
    "risk_cleared_on": "risk_cleared_on",
}
MEMBER_FIELDS = {
    "area_code": "village",
    "name": "name",
    "identity_number": "identity_number",
    "relation": "relation",
    "ethnicity": "ethnicity",
    "education": "education",
    "schooling": "schooling",
    "health": "health",
    "labour": "labour",
    "work_months": "work_months",
    "insured": "insured",
    "marriage": "marriage",
    "identified_on": "identified_on",
}
INCOME_FIELDS = (
    *("net_income_pc", "wages", "business", "property_income", "transfers", "costs"),
    *("rigid_expenses", "person_count"),
)
YEAR_COPIED = (  # what a year's record copies from the household
    *("person_count", "attribute", "cause", "further_causes", "measure", "further_measures"),
    "status",
)


@cache
def year_facts() -> tuple[str, ...]:
    """Give the facts of a year a sheet may hold itself."""
    names = [field.name for field in fields_of(HouseholdYear)]
    aside = {"id", "household", "area_code", "year", "source", *YEAR_COPIED}
    return tuple(name for name in names if name not in aside)


def fields_of(model: type[models.Model]) -> list[Any]:
    """Give a model's own columns."""
    return list(model._meta.concrete_fields)  # noqa: SLF001 -- Django's documented API


def field_of(model: type[models.Model], name: str) -> Any:
    """Give one field of a model."""
    return model._meta.get_field(name)  # noqa: SLF001 -- Django's documented API


@cache
def key_of(model: type[models.Model], name: str) -> str:
    """Give the name of the search key kept beside a sealed field, "" where there is none."""
    for field in fields_of(model):
        if isinstance(field, SearchKeyField) and field.of == name:
            return str(field.name)
    return ""


@cache
def is_sealed(model: type[models.Model], name: str) -> bool:
    """Tell whether a field is stored sealed."""
    return isinstance(field_of(model, name), SealedTextField)


def given_fields(
    fields: dict[str, str], columns: Iterable[str], given: Iterable[str]
) -> list[str]:
    """Give the fields whose sheet column was given and which the data holds."""
    wanted = set(given) | {"village", "name", "household_no"}
    held = set(columns)
    return [key for key, of in fields.items() if wanted & set(of.split()) and key in held]


def plain(value: Value) -> Value:
    """Give a stored value as the checked data has it: days and amounts as text."""
    if value is None or isinstance(value, str | bool | int | list):
        return value
    return f"{value:.2f}" if hasattr(value, "quantize") else value.isoformat()


@cache
def label_of(model: type[models.Model], name: str) -> str:
    """Give what a field is called in a difference: 24 characters at most."""
    if name == PLACE:
        return PLACE_LABEL
    if name == "household":
        return HOME_LABEL
    return str(field_of(model, name).verbose_name)[:24]


@cache
def name_of(model: type[models.Model], label: str) -> str:
    """Give the field that is called so in a difference; raises KeyError for none."""
    for field in fields_of(model):
        if label_of(model, field.name) == label:
            return str(field.name)
    raise KeyError(label)


class Words:
    """Values in a reader's words; the names of places are read when first wanted."""

    def __init__(self, county: str) -> None:
        self._county = county
        self._places: dict[str, str] | None = None

    def show(self, model: type[models.Model], name: str, value: Value) -> str:
        """Write a value for a reader: codes by their words, places by name and code."""
        if value is None or value in ("", []):
            return ""
        if isinstance(value, bool):
            return _YES_NO[value]
        if isinstance(value, list):
            words = dict(_LIST_CHOICES[name].choices) if name in _LIST_CHOICES else {}
            return _MARK.join(str(words.get(code, code)) for code in value)
        if name == PLACE:
            return f"{self._place(value)} {value}".strip()
        words = dict(field_of(model, name).choices or ())
        return str(words.get(value, plain(value)))

    def _place(self, code: str) -> str:
        if self._places is None:
            rows = Area.objects.villages().within(self._county).select_related("parent")
            self._places = {area.code: area.full_name for area in rows}
        return self._places.get(code, "")


def stored_value(model: type[models.Model], name: str, text: str) -> Value:
    """Give the stored value that a difference's words stand for."""
    field = field_of(model, name)
    if name == PLACE:
        return text.rpartition(" ")[2]
    if isinstance(field, models.JSONField):
        choices = _LIST_CHOICES[name].choices if name in _LIST_CHOICES else ()
        codes = {str(word): code for code, word in choices}
        return [codes.get(word, word) for word in text.split(_MARK)] if text else []
    if isinstance(field, models.ForeignKey):
        return text
    if not text:
        return None if field.null else ""
    if isinstance(field, models.BooleanField):
        return text == _YES_NO[True]
    codes = {str(word): code for code, word in field.choices or ()}
    return field.to_python(codes.get(text, text))
