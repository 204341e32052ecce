"""`manage.py new_data_key`: make the key file, or put a new sealing key before the others."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "启用一把新的数据密钥；没有密钥文件时先生成。旧密钥保留，仍可打开旧数据。"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Add a key, unless the settings have just made the file; say what comes next."""
        path = Path(settings.DATA_KEY_FILE)
        if settings.DATA_KEYS_ARE_NEW:
            self.stdout.write(f"已生成密钥文件 {path}。请立即另存一份，与数据库备份分开保管。")
            return
        name = settings.DATA_KEYS.renew(path)
        self.stdout.write(f"已启用密钥 {name}，写在 {path} 首行；旧密钥请保留。")
        self.stdout.write("下一步：备份密钥文件，重启各进程，再执行 manage.py reseal。")
