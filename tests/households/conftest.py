"""The places and files of the register's tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files import File

from accounts.models import User
from households.models import (
    Area,
    HelperPairing,
    Household,
    HouseholdIncome,
    HouseholdYear,
    Member,
    RegisterBatch,
)
from households.place_names import short_name
from households.services.imports import apply_batch, check_batch, receive_upload
from households.services.register import apply_register_batch, stage_register
from tests.households import sheets
from tests.households.uploads import (  # noqa: F401 -- fixtures are asked for by name
    act,
    post_file,
    upload,
)
from tests.make import NOW

TODAY = date(2016, 7, 20)


def everything() -> list[list[tuple]]:
    """Give every row of the register, sealed values in the clear, to compare before and after."""
    models = (Household, Member, HouseholdIncome, HouseholdYear, HelperPairing)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


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


@pytest.fixture
def send(areas, tmp_path, settings) -> Callable[..., RegisterBatch]:
    """Give a function that uploads lines below a header as a file of a kind, and checks it."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(
        kind: str, header: str, *lines: str, by: User | None = None, on: date = TODAY
    ) -> RegisterBatch:
        rows = [dict(zip(header.split(), line.split(), strict=True)) for line in lines]
        rows = [{name: "" if cell == "_" else cell for name, cell in row.items()} for row in rows]
        path = sheets.write(tmp_path / "表.xlsx", rows, header=header.split())
        with path.open("rb") as file:
            batch = receive_upload(file=File(file), name="表.xlsx", kind=kind, by=by, at=NOW)
        return check_batch(batch=batch, on=on)

    return run


@pytest.fixture
def bring(send) -> Callable[..., RegisterBatch]:
    """Give a function that uploads lines as a file of a kind and applies it."""

    def run(kind: str, header: str, *lines: str, **options: Any) -> RegisterBatch:
        partial = options.pop("partial", False)
        batch = send(kind, header, *lines, **options)
        on = options.get("on", TODAY)
        return apply_batch(batch=batch, by=options.get("by"), at=NOW, on=on, partial=partial)

    return run
