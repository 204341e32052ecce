"""`manage.py load_problem_sources [FILE]`: load the bodies whose findings enter the ledger."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.errors import RuleBroken
from inspections.services.problem_sources import DATA, load_problem_sources, read_sources_file


class Command(BaseCommand):
    """Load the shipped sources or those of a file; JSON on stdout; twice changes nothing."""

    help = "载入问题来源（上级督导组、审计、第三方等）：随附数据或CSV文件；已有的不改动。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a path if the sources are not the shipped ones."""
        parser.add_argument("path", nargs="?", type=Path, default=DATA, help="CSV文件，可省略")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        """Load and say how many were added."""
        try:
            added = load_problem_sources(rows=read_sources_file(path=path))
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps({"added": added}, ensure_ascii=False))
