"""`manage.py reseal`: seal everything with the current key, so that an old one can be retired."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.reseal import old_files, reseal_column, reseal_file, sealed_columns
from accounts.sealing import CannotOpen


class Command(BaseCommand):
    help = "用当前密钥重新加密全部已加密的数据和文件；分批进行，可中断后重来。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through every sealed column and file; what the current key sealed is left."""
        try:
            self._reseal()
        except CannotOpen as error:
            raise CommandError(f"{error} 有值打不开：请把旧密钥补回密钥文件。") from error

    def _reseal(self) -> None:
        total = 0
        for table, column in sealed_columns():
            done = reseal_column(connection, table=table, column=column)
            total += done
            if done:
                self.stdout.write(f"{table}.{column}：{done} 个值")
        files = 0
        for storage, name, place in old_files():
            reseal_file(storage, name, place=place)
            files += 1
        self.stdout.write(f"重新加密 {total} 个值、{files} 个文件。")
