"""Model fields for personal data: sealed in the database, found by a keyed index."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from accounts.sealing import open_sealed, seal, search_key


class SealedTextField(models.TextField):
    """Text that is stored sealed and read in the clear; it cannot be searched or ordered by."""

    @property
    def place(self) -> str:
        """Give the table and column the text is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 -- Django's documented API

    def get_prep_value(self, value: Any) -> Any:
        """Seal on the way to the database."""
        text = super().get_prep_value(value)
        return seal(text, place=self.place) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Open on the way back."""
        return open_sealed(value, place=self.place) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every question but whether something is there."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed: search by its keyed index")


class SearchKeyField(models.CharField):
    """The keyed index of another field of the same row, kept up by itself on save."""

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        kwargs = {"max_length": 32, "editable": False} | kwargs
        super().__init__(*args, **kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        """Tell migrations which field is indexed."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 -- Django's signature
        """Compute the index from the row's own value."""
        value = search_key(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, value)
        return value
