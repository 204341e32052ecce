"""`manage.py doctor`: what is missing on this machine, and what to do."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.health import examine


class Command(BaseCommand):
    help = "检查数据库、队列、字体、设置：缺什么，怎么办。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="以 JSON 输出，供脚本使用")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each finding; exit 1 when something is not well."""
        findings = examine()
        ill = [finding for finding in findings if not finding.ok]
        if options["json"]:
            report = {"ok": not ill, "findings": [asdict(finding) for finding in findings]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            for finding in findings:
                mark = "正常" if finding.ok else "注意"
                self.stdout.write(f"[{mark}] {finding.part}：{finding.found}")
                if finding.remedy:
                    self.stdout.write(f"       办法：{finding.remedy}")
        if ill:
            raise CommandError(f"有 {len(ill)} 项需要处理。")
