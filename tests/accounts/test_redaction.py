import logging

import pytest

from accounts.redaction import RedactingFormatter, redacted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("号码 510304196503021234 有误", "号码 510304*** 有误"),
        ("id=51030419650302123X", "id=510304***"),
        ("电话13912345678。", "电话139****5678。"),
        ("户编号 510304105201000101", "户编号 510304105201000101"),
        ("14912345678901234567", "14912345678901234567"),
        ("2016-07-29 12:00:00", "2016-07-29 12:00:00"),
    ],
)
def test_personal_numbers_are_masked_and_others_stay(text, shown):
    assert redacted(text) == shown


def test_arguments_and_tracebacks_are_masked_too():
    formatter = RedactingFormatter("{message}", style="{")
    try:
        int("510304196503021234号")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", 40, __file__, 1, "at %s", ("13912345678",), info)
    line = formatter.format(record)
    assert line.startswith("at 139****5678\n")
    assert "510304196503021234" not in line


def test_the_program_logs_through_it(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "accounts.redaction.RedactingFormatter"
    assert settings.CELERY_WORKER_HIJACK_ROOT_LOGGER is False
