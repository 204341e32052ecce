import re
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs/operations.md").read_text()
HOMES = ("households", "households/services", "inspections", "tests")  # short names begin here
PAGES = [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("households/data/*.md")]


def test_everything_beat_sends_is_told():
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert sorted(task for task in tasks if f"`{task}`" not in OPERATIONS) == []


def test_every_environment_variable_is_told():
    asked = set(re.findall(r'env\.\w+\("([A-Z_]+)"', (ROOT / "config/settings.py").read_text()))
    assert sorted(name for name in asked if f"`{name}`" not in OPERATIONS) == []


def test_every_file_the_documents_name_is_there():
    named = {
        (page.name, path)
        for page in PAGES
        for path in re.findall(r"`((?:[a-z_]+/)+[a-z_0-9.]+\.[a-z]+)`", page.read_text())
    }
    roots = [ROOT, *(ROOT / name for name in HOMES)]
    assert [
        found for found in named if not any((root / found[1]).exists() for root in roots)
    ] == []


def test_every_command_and_target_of_the_readme_is_there():
    text = (ROOT / "README.md").read_text()
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"manage\.py (\w+)", text)) - commands == set()
    assert set(re.findall(r"`make ([a-z-]+)", text)) - targets == set()
