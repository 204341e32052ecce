"""`manage.py load_areas 510304`: load a county's townships and villages."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.errors import RuleBroken
from households.services.places import DATA, load_areas, read_areas_file


class Command(BaseCommand):
    """Load a county's places from the shipped data or a file; JSON on stdout."""

    help = "载入一个区县的乡镇和村：区县代码（随附数据）或CSV文件路径。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a county code or a path."""
        parser.add_argument("county", help="区县6位代码，或列为 code,name,level,parent 的CSV文件")

    def handle(self, *args: Any, county: str, **options: Any) -> None:
        """Load and say how many places there are."""
        path = DATA / f"areas-{county}.csv" if county.isdigit() else Path(county)
        try:
            places = load_areas(rows=read_areas_file(path=path))
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps({"areas": places}, ensure_ascii=False))
