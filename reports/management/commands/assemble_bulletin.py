"""`manage.py assemble_bulletin 510304 2016-07 --out DIR`: a month's draft and all its files."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.errors import RuleBroken
from inspections.months import MONTH
from reports.models import Bulletin
from reports.services import assemble_bulletin


def month(text: str) -> date:
    """Read YYYY-MM as the first day of the month."""
    found = MONTH.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError("月份应写作2016-07的样子。")
    return date(int(found[1]), int(found[2]), 1)


def day(text: str) -> date:
    """Read YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("日期应写作2016-07-28的样子。") from error


class Command(BaseCommand):
    help = "汇总一个月的督查通报草稿及台账，输出全部文件；已签发的月份只输出原文件。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the county, the month, where to write and as of which day."""
        parser.add_argument("county", help="区县代码，如 510304")
        parser.add_argument("month", type=month, help="月份，如 2016-07")
        parser.add_argument("--out", type=Path, required=True, help="输出文件夹")
        parser.add_argument("--on", type=day, help="数据截至日期，默认今天")

    def handle(self, *args: Any, **options: Any) -> None:
        """Assemble and write; JSON on stdout, exit 1 with the reason on a refusal."""
        try:
            bulletin = self.bulletin_of(**options)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        result = {
            "county": bulletin.area_code,
            "period": f"{bulletin.period:%Y-%m}",
            "state": bulletin.state,
            "number": bulletin.number,
            "facts_sha256": bulletin.facts_sha,
            "files": written(bulletin, options["out"]),
        }
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))

    def bulletin_of(self, **options: Any) -> Bulletin:
        """Give the month's issued bulletin, else a new draft of it."""
        county, period = options["county"], options["month"]
        issued = (
            Bulletin.objects.filter(area_code=county, period=period).monthly().issued().first()
        )
        if issued is not None:
            return issued
        on = options["on"] or clock.today()
        return assemble_bulletin(county=county, period=period, by=None, on=on)


def written(bulletin: Bulletin, folder: Path) -> list[dict[str, str]]:
    """Write the bulletin's files into the folder; give kind, path and digest of each."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kept in bulletin.files.all():
        path = folder / kept.name
        with kept.file.open("rb") as content:
            path.write_bytes(content.read())
        files.append({"kind": kept.kind, "path": str(path), "sha256": kept.sha256})
    return files
