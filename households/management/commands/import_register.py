"""`manage.py import_register FILE [--apply]`: read, check and apply a register workbook."""

import json
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from households.models import RegisterBatch
from households.services.imports import apply_batch
from households.services.register import stage_register

_INNER = ("differences", "stamp")  # marks of the services' own


class Command(BaseCommand):
    """Import a register; JSON on stdout, exit status 1 with a reason when it is refused."""

    help = "导入底册工作簿：默认只核对，--apply 无误时应用。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the workbook and what to do with it."""
        parser.add_argument("file", type=Path, help="底册 .xlsx")
        parser.add_argument("--apply", action="store_true", help="没有须改正的问题时写入底册")
        parser.add_argument(
            "--partial", action="store_true", help="须改正的户不写入，其余照写（与--apply同用）"
        )
        parser.add_argument("--by", metavar="USERNAME", help="以此账号的身份和数据范围导入")
        parser.add_argument(
            "--income-year", type=int, metavar="YYYY", help="人均纯收入列的年度，默认上年"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Stage the file, apply it if asked, and tell the outcome."""
        try:
            batch = self._stage(options)
            refused = batch.state != RegisterBatch.State.STAGED or batch.counts["rejected"] > 0
            if options["apply"] and (not refused or options["partial"]):
                self._apply(batch, partial=options["partial"])
                refused = False
        except RuleBroken as refusal:
            self.stdout.write(json.dumps({"refused": str(refusal)}, ensure_ascii=False))
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(_told(batch), ensure_ascii=False, indent=1))
        if refused:
            raise CommandError("底册有须改正的问题，没有写入任何数据。")

    def _apply(self, batch: RegisterBatch, *, partial: bool) -> None:
        by, at, on = batch.uploaded_by, clock.now(), clock.today()
        apply_batch(batch=batch, by=by, at=at, on=on, partial=partial)

    def _stage(self, options: dict[str, Any]) -> RegisterBatch:
        path: Path = options["file"]
        by = _user(options["by"])
        try:
            with path.open("rb") as file:
                return stage_register(
                    file=File(file),
                    name=path.name,
                    by=by,
                    on=clock.today(),
                    income_year=options["income_year"],
                )
        except OSError as trouble:
            raise RuleBroken(f"文件读不了：{path}。", code="file_unreadable") from trouble


def _user(username: str | None) -> User | None:
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None or not user.has_perm("households.add_registerbatch"):
        raise RuleBroken(f"账号 {username} 不存在或无权导入底册。", code="no_permission")
    return user


def _told(batch: RegisterBatch) -> dict[str, Any]:
    """Give the outcome for a script: figures and complaints by sheet, row and column."""
    fields = ("sheet", "row", "column", "value", "reason", "level")
    return {
        "batch": batch.pk,
        "file": batch.file_name,
        "sha256": batch.sha256,
        "state": batch.state,
        **{key: value for key, value in batch.counts.items() if key not in _INNER},
        "complaints": list(batch.complaints.values(*fields)),
    }
