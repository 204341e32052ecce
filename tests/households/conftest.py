"""The places and files of the register's tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files import File

from accounts.models import User
from households.models import Area, RegisterBatch
from households.place_names import short_name
from households.services.register import apply_register_batch, stage_register
from tests.households import sheets
from tests.make import NOW

TODAY = date(2016, 7, 20)


@pytest.fixture
def areas(db) -> None:
    """新店镇 with two villages and a community, 新民镇 with one village."""
    for code, name, level in sheets.AREAS:
        parent = code[:-3] if level != "county" else None
        Area.objects.create(
            code=code, name=name, short_name=short_name(name), level=level, parent_id=parent
        )


@pytest.fixture
def stage(areas, tmp_path, settings) -> Callable[..., RegisterBatch]:
    """Give a function that stages rows as an uploaded workbook."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(rows: list[dict[str, Any]], by: User | None = None, **options: Any) -> RegisterBatch:
        path = sheets.write(tmp_path / "底册.xlsx", rows, header=options.get("header"))
        with path.open("rb") as file:
            return stage_register(file=File(file), name="底册.xlsx", by=by, on=TODAY)

    return run


@pytest.fixture
def load(stage) -> Callable[..., RegisterBatch]:
    """Give a function that stages rows and applies them."""

    def run(rows: list[dict[str, Any]], by: User | None = None, **options: Any) -> RegisterBatch:
        on = options.pop("on", TODAY)
        batch = stage(rows, by, **options)
        return apply_register_batch(batch=batch, by=by, at=NOW, on=on)

    return run
