import json
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from accounts import health
from accounts.health import Finding, examine
from accounts.models import Role


@pytest.fixture
def well(roles, settings, tmp_path, monkeypatch) -> None:
    """Make an installation that lacks nothing but what the tests' own PostgreSQL leaves out."""
    monkeypatch.setattr(health, "GUARDED", {})
    settings.FONT_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "NotoSerifSC.ttf").write_bytes(b"")


def ill() -> dict[str, Finding]:
    return {finding.part: finding for finding in examine() if not finding.ok}


def test_a_whole_installation_has_nothing_to_mend(well):
    out = StringIO()
    call_command("doctor", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert report["ok"] is True
    assert {line["part"] for line in report["findings"]} >= {
        "设置",
        "数据库",
        "角色",
        "队列",
        "字体",
        "文件",
    }


def test_missing_fonts_are_named_with_what_to_do(well, settings, tmp_path):
    settings.FONT_DIR = tmp_path / "empty"
    assert ill()["字体"].remedy == "执行 make fonts，或把公文字体放入该目录。"
    with pytest.raises(CommandError, match="有 1 项需要处理"):
        call_command("doctor", stdout=StringIO())


def test_a_page_is_told_neither_a_path_nor_a_command(well, settings, tmp_path):
    assert [seen.told for seen in health.glance()] == ["", "文书字体 1 个"]
    settings.FONT_DIR = tmp_path / "empty"
    Group.objects.all().delete()
    assert [seen.told for seen in health.glance()] == [
        f"缺少：{'、'.join(Role.labels)}。请联系技术人员补齐。",
        "没有文书字体，请联系技术人员安装。",
    ]


def test_roles_never_filled_are_named(db, settings, tmp_path):
    Group.objects.all().delete()
    assert ill()["角色"].remedy == "执行 manage.py sync_roles。"


def test_a_redis_that_does_not_answer_is_named_without_its_password(well, settings):
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
    finding = ill()["队列"]
    assert finding.found.startswith("Redis 连接不上")
    assert "secret" not in finding.found


def test_a_redis_without_a_worker_is_not_enough(well, settings, broker):
    settings.REDIS_URL = broker
    assert ill()["队列"].found == "Redis 正常，0 个 worker 应答"


def test_a_folder_that_cannot_be_written_is_named(well, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("not a folder")
    assert ill()["文件"].remedy == "检查 MEDIA_ROOT 的权限。"
