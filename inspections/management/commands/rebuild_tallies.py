"""`manage.py rebuild_tallies [--month 2016-07]`: count the roll-up anew, JSON on stdout."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inspections.models import Round
from inspections.services.tallies import rebuild_tallies


class Command(BaseCommand):
    """Replace the roll-up of each round by what its accepted forms say."""

    help = "按已审核的督查表重新汇总各条目（乡镇×条目×期次）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", default="", help="期次，如2016-07；省略为全部期次")

    def handle(self, *, month: str, **options: Any) -> None:
        rounds = Round.objects.order_by("pk")
        if month:
            try:
                rounds = rounds.filter(period=date.fromisoformat(f"{month}-01"))
            except ValueError as error:
                raise CommandError(f"期次应写成2016-07：{month}") from error
        lines = {str(round_): rebuild_tallies(round=round_) for round_ in rounds}
        self.stdout.write(json.dumps({"rounds": len(lines), "lines": lines}, ensure_ascii=False))
