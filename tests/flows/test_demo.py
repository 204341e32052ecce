"""The demonstration that `make run` plays: its figures, a draw anyone can repeat, every page."""

import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from households.models import Area, Household
from inspections.models import Round
from inspections.selectors.completeness import completeness
from reports.models import Bulletin
from tests.face.tour import thin_cut

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]
JULY = date(2016, 7, 1)


@pytest.fixture
def played(tmp_path, settings, capsys):
    """Play both months into a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DEMO_TODAY = date(2016, 7, 29)
    out = tmp_path / "out"
    call_command("demo_district", out=out)
    return out, capsys.readouterr().out


def test_the_demonstration_holds_the_published_figures_and_its_pages_can_be_seen(
    played, tmp_path, browser, live_server, subtests
):
    with subtests.test("the published figures"):
        holds_the_published_figures(*played, tmp_path)
    with subtests.test("every page"):
        assert thin_cut(browser, live_server.url) == ([], set())


def holds_the_published_figures(out, said, tmp_path):
    planned = Household.objects.planned_for(2016)
    assert Area.objects.filter(level="township").count() == 15
    assert Area.objects.filter(level="village").count() == 121
    assert Area.objects.filter(planned_exit_year=2016).count() == 4
    assert sum(planned.values_list("person_count", flat=True)) == 3073
    assert completeness(Round.objects.get(period=JULY)).failing == ()
    assert list(Bulletin.objects.order_by("period").values_list("state", flat=True)) == [
        "archived",
        "draft",
    ]
    assert said.count("Daan-2016-demo") == 13
    assert replayed(out / "2016-07" / "验签包2016-07.zip", tmp_path).returncode == 0
    assert changed_by_playing_again(out) == set()


def changed_by_playing_again(out: Path) -> set[Path]:
    """Play again over what is there; give the files that were written anew."""
    before = {file: file.stat().st_mtime_ns for file in out.rglob("*")}
    call_command("demo_district", out=out)
    return {file for file in out.rglob("*") if file.stat().st_mtime_ns != before.get(file)}


def replayed(pack, folder) -> subprocess.CompletedProcess[bytes]:
    """Run the verifier that the pack carries, with nothing but Python."""
    with zipfile.ZipFile(pack) as archive:
        archive.extract("verify_draw.py", folder)
    command = [sys.executable, "-I", "-S", str(folder / "verify_draw.py"), str(pack)]
    return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 -- our file
