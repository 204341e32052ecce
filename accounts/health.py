"""Asking the parts of the installation whether they work; used by `manage.py doctor`."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import redis
from celery import current_app
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError

from accounts.models import Job, Role, User
from accounts.reseal import old_values, sealed_columns

SQLITE_USERS = 50  # more people than this work on PostgreSQL
FREE_BYTES = 1 << 30
GUARDED = {"fsync": "on", "full_page_writes": "on"}  # PostgreSQL: what is acknowledged stays


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and if not what to do."""

    part: str
    ok: bool
    found: str
    remedy: str = ""
    told: str = ""  # the same on a page: no path, no command


def examine() -> list[Finding]:
    """Look at settings, database, queue, fonts and files; never raises for what is missing."""
    parts: list[Callable[[], Iterator[Finding]]] = [
        _settings,
        _database,
        _keys,
        _broker,
        _fonts,
        _files,
    ]
    return [finding for part in parts for finding in part()]


def glance() -> list[Finding]:
    """Look only at what costs a page nothing: the roles (one query) and the fonts."""
    return [*_roles(), *_fonts()]


def _settings() -> Iterator[Finding]:
    """Pass on Django's own checks; the deployment ones where this is no trial."""
    trial = settings.DEBUG or settings.TRIAL
    every = checks.run_checks(include_deployment_checks=not trial)
    found = [message for message in every if not message.is_silenced()]
    for message in found:
        yield Finding(
            "设置", ok=False, found=f"{message.id} {message.msg}", remedy=message.hint or ""
        )
    if not found:
        yield Finding("设置", ok=True, found="试用模式，检查通过" if trial else "生产检查通过")


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        yield Finding(
            "数据库",
            ok=False,
            found=f"连接不上：{error}",
            remedy="检查 DATABASE_URL 与数据库服务。",
        )
        return
    if pending:
        yield Finding(
            "数据库",
            ok=False,
            found=f"有 {pending} 项结构未更新",
            remedy="执行 manage.py migrate。",
        )
        return
    yield Finding("数据库", ok=True, found=f"{connection.display_name}，结构为最新")
    yield from _postgresql() if connection.vendor == "postgresql" else _sqlite()
    yield from _roles()
    yield from _parked()


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        for name, wanted in GUARDED.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            value = cursor.fetchone()[0]
            if value != wanted:
                yield Finding(
                    "数据库",
                    ok=False,
                    found=f"{name}={value}",
                    remedy=f"把 PostgreSQL 的 {name} 设为 {wanted}。",
                )


def _sqlite() -> Iterator[Finding]:
    users = User.objects.filter(is_active=True).count()
    if users > SQLITE_USERS:
        yield Finding(
            "数据库",
            ok=False,
            found=f"SQLite 上已有 {users} 个用户",
            remedy="正式使用请改用 PostgreSQL。",
        )


def _roles() -> Iterator[Finding]:
    held = set(Group.objects.filter(permissions__isnull=False).values_list("name", flat=True))
    missing = [label for label in Role.labels if label not in held]
    yield Finding(
        "角色",
        ok=not missing,
        found=f"缺少：{'、'.join(missing)}" if missing else f"{len(Role.labels)} 个角色齐全",
        remedy="执行 manage.py sync_roles。" if missing else "",
        told=f"缺少：{'、'.join(missing)}。请联系技术人员补齐。" if missing else "",
    )


def _parked() -> Iterator[Finding]:
    parked = Job.objects.filter(state=Job.State.FAILED).count()
    if parked:
        yield Finding(
            "后台任务",
            ok=False,
            found=f"有 {parked} 项未成功",
            remedy="在页面查看原因后重新提交。",
        )


def _keys() -> Iterator[Finding]:
    """Count what still stands under an older key: that key must not be thrown away."""
    current, known = settings.DATA_KEYS.current, len(settings.DATA_KEYS.sealing)
    try:
        old = sum(old_values(table=table, column=column) for table, column in sealed_columns())
    except DatabaseError:
        return
    yield Finding(
        "密钥",
        ok=not old,
        found=f"当前密钥 {current}，共 {known} 把；{old} 个值仍在旧密钥下",
        remedy="执行 manage.py reseal；完成前不得删除旧密钥。" if old else "",
    )


def _broker() -> Iterator[Finding]:
    if settings.REDIS_URL == "-":
        yield Finding("队列", ok=True, found="未设 REDIS_URL，任务在进程内执行")
        return
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2) as client:
            client.ping()
        workers = current_app.control.ping(timeout=2)
    except (redis.RedisError, OperationalError, OSError) as error:
        yield Finding(
            "队列",
            ok=False,
            found=f"Redis 连接不上：{error}",
            remedy="检查 REDIS_URL 与 Redis 服务。",
        )
        return
    yield Finding(
        "队列",
        ok=bool(workers),
        found=f"Redis 正常，{len(workers)} 个 worker 应答",
        remedy="" if workers else "启动 worker：make worker，或 docker compose up worker beat。",
    )


def _fonts() -> Iterator[Finding]:
    folder = Path(settings.FONT_DIR)
    fonts = [
        path for path in folder.glob("**/*") if path.suffix.lower() in {".ttf", ".otf", ".ttc"}
    ]
    yield Finding(
        "字体",
        ok=bool(fonts),
        found=f"{folder} 内有 {len(fonts)} 个字体文件",
        remedy="" if fonts else "执行 make fonts，或把公文字体放入该目录。",
        told=f"文书字体 {len(fonts)} 个" if fonts else "没有文书字体，请联系技术人员安装。",
    )


def _files() -> Iterator[Finding]:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield Finding(
            "文件", ok=False, found=f"{folder} 不能写：{error}", remedy="检查 MEDIA_ROOT 的权限。"
        )
        return
    free = shutil.disk_usage(folder).free
    yield Finding(
        "文件",
        ok=free > FREE_BYTES,
        found=f"{folder} 可写，余 {free / FREE_BYTES:.1f} GB",
        remedy="" if free > FREE_BYTES else "清理磁盘，余量不足 1 GB。",
    )
