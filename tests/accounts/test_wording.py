"""Every act and every job of the code has its Chinese name."""

import re
from importlib import import_module
from pathlib import Path

from accounts.tasks import RUNNERS
from accounts.wording import ACTS, act_name
from reports.models import BulletinStep

APPS = ("accounts", "households", "projects", "inspections", "reports")
ROOT = Path(__file__).parents[2]
NAMED = re.compile(r'action=(?:f?"([^"]+)"|"([^"]+)" if [^,\n]+ else "([^"]+)")')
ARGPARSE = {"store_true"}
FORMS = {
    *("add_{self.opts.model_name}", "delete_{self.opts.model_name}", "unmask_{field}"),
    *("bulletin_{act}", "meeting_task_{act}"),
}
DRAFTING = {"drafted", "edited"}  # are written down under names of their own


def acts_of_the_code() -> set[str]:
    """Give every act written down in the apps by its own name."""
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    found = {act for path in files for acts in NAMED.findall(path.read_text()) for act in acts}
    return found - ARGPARSE - FORMS - {""}


def test_every_act_of_the_code_has_a_chinese_name():
    acts = acts_of_the_code()
    assert len(acts) > 60
    acts |= {f"bulletin_{act}" for act in BulletinStep.Act.values if act not in DRAFTING}
    assert acts - set(ACTS) == set()


def test_every_kind_of_job_has_a_chinese_name():
    for path in ROOT.glob("*/tasks.py"):
        import_module(f"{path.parent.name}.tasks")
    ours = [kind for kind, task in RUNNERS.items() if not task.name.startswith("tests.")]
    assert len(ours) > 5
    assert [kind for kind in ours if act_name(kind) == kind] == []


def test_two_acts_never_share_a_name_unless_they_are_one():
    doubled = {"apply_register": "apply_register_batch", "stage_register": "check_register_batch"}
    names = [name for act, name in ACTS.items() if act not in doubled]
    assert len(names) == len(set(names))
