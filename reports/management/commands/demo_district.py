"""`manage.py demo_district`: 大安区 with a finished June and a running July of 2016."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts.errors import RuleBroken
from reports.demo.show import accounts_shown, play_if_new


class Command(BaseCommand):
    help = "装入大安区演示数据：2016年6月已完成，7月到通报初稿；写出文件并列出账号。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=Path("out"), help="文件写到此目录")
        parser.add_argument("--address", default="http://127.0.0.1:8000/", help="网站地址")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play the months once; print where the files are and who may log in."""
        call_command("sync_roles", verbosity=0)
        try:
            files = play_if_new(out=options["out"], say=self.stdout.write)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("\n文件：")
        for file in files:
            self.stdout.write(f"  {file}")
        self.stdout.write(f"\n网站：{options['address']}\n\n账号（密码均相同）：")
        for role, username, name, password in accounts_shown():
            self.stdout.write(f"  {role}\t{username}\t{name}\t{password}")
