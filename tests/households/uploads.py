"""Uploading through the pages, for the tests of the pages."""

import pytest
from django.urls import reverse

from households.models import RegisterBatch
from tests.households import sheets


def page(name, *args):
    """Give an address of the register."""
    return reverse(f"households:{name}", args=args)


@pytest.fixture
def post_file(client, areas, tmp_path, settings, django_capture_on_commit_callbacks):
    """Give a function that uploads a file as the logged-in person and lets the worker run."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(file, *, kind="register", year="2015"):
        given = {"file": file, "kind": kind, "income_year": year}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(page("batch_upload"), given)

    return run


@pytest.fixture
def upload(post_file, tmp_path):
    """Give a function that uploads rows as a workbook; gives the upload."""

    def run(rows, **options):
        path = sheets.write(tmp_path / "底册.xlsx", rows, **options)
        with path.open("rb") as file:
            post_file(file)
        return RegisterBatch.objects.order_by("-pk").first()

    return run


@pytest.fixture
def act(client, django_capture_on_commit_callbacks):
    """Give a function that posts to an upload's page and lets the worker run."""

    def run(name, batch, given=None):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(page(name, batch.pk), given or {})
        batch.refresh_from_db()
        return response

    return run
