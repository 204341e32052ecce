"""A problem entered together with its photos and papers: both or neither."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import File

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Problem
from inspections.selectors.about import About
from inspections.services.attachments import MAX_FILES, stored_files
from inspections.services.entries import enter_problem, entered


def enter_with_files(
    *, subject: About, files: Sequence["File[bytes]"], entry_key: str, by: User, **given: Any
) -> Problem:
    """Store the files and enter the problem with them; a repeated key stores nothing again.

    A key is its sender's own: another's, a self-check's or a list's cannot be hit upon.
    Raises RuleBroken as stored_files and enter_problem do, and "too_many_files".
    """
    if len(files) > MAX_FILES:
        raise RuleBroken(f"一次最多上传{MAX_FILES}份。", code="too_many_files")
    key = f"{by.pk}-{entry_key}"
    if found := entered(key):
        return found
    with stored_files(files=files, area_code=subject.area_code, by=by) as kept:
        return enter_problem(subject=subject, photos=kept, entry_key=key, by=by, **given)
