"""Load the demo district into the empty database, then measure the bulletin of its month."""

import os
from pathlib import Path

from django.core.management import call_command

from tests.bench import bulletins
from tests.bench.figures import Figure, peak_mb, seconds, tell


def main() -> None:
    """Make the data all later parts stand on, and measure the bulletin on it."""
    call_command("migrate", verbosity=0)
    out = Path(os.environ["VAR_DIR"]) / "out"
    with Path(os.devnull).open("w") as nowhere:
        loaded = seconds(
            lambda: call_command("demo_district", out=out, stdout=nowhere, verbosity=0)
        )

    job = "bulletin, demo month"
    beside = round(seconds(bulletins.reference, times=3), 3)
    made = round(seconds(bulletins.ours, times=3), 3)
    read = round(seconds(bulletins.facts, times=3), 3)
    bare = "its SQL + bare .docx"
    tell(
        [
            Figure("demo district", "two months played", round(loaded, 1), "s"),
            Figure(job, "facts", read, "s", bare, beside, "≤ 3×"),
            Figure(job, "facts to .docx .pdf .xlsx", made, "s", bare, beside, "≤ 2 s", peak_mb()),
        ]
    )
