"""`manage.py load_scheme DIR|WORKBOOK [--area CODE]`: publish a scheme, JSON on stdout."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.errors import RuleBroken
from households.models import Area
from inspections.models import Question
from inspections.scheme_files import read_scheme
from inspections.services.schemes import load_scheme


class Command(BaseCommand):
    """Exit 0 with the version loaded, or 1 with every complaint by sheet, row and column."""

    help = "装入督查方案：文件夹（csv）或工作簿（xlsx），内容有变即发布新版本。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="DIR|WORKBOOK")
        parser.add_argument("--area", default="", help="区县代码，6位；只有一个区县时可省略")

    def handle(self, *, path: Path, area: str, **options: Any) -> None:
        data, complaints = read_scheme(path)
        if data is None:
            self.refuse("方案有误，未装入。", [asdict(complaint) for complaint in complaints])
            return
        try:
            scheme = load_scheme(data=data, area_code=area or self.only_county(), by=None)
        except RuleBroken as refusal:
            self.refuse(str(refusal), [])
            return
        questions = Question.objects.filter(checklist__scheme=scheme)
        self.say(
            {
                "loaded": True,
                "scheme": scheme.code,
                "title": scheme.title,
                "area": scheme.area_code,
                "version": scheme.version,
                "sha256": scheme.sha256,
                "items": questions.values("item").distinct().count(),
                "questions": questions.count(),
            }
        )

    def only_county(self) -> str:
        """The code of the one county there is; raises RuleBroken where it must be named."""
        codes = list(Area.objects.counties().values_list("code", flat=True)[:2])
        if len(codes) != 1:
            raise RuleBroken("请用 --area 指明区县代码。", code="no_area")
        return codes[0]

    def say(self, answer: dict[str, object]) -> None:
        """Write one JSON object."""
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))

    def refuse(self, reason: str, complaints: list[dict[str, object]]) -> None:
        """Write why nothing was loaded and exit 1."""
        self.say({"loaded": False, "reason": reason, "complaints": complaints})
        sys.exit(1)
