"""Work that waits in the register and in the settings, for the first page."""

from axes.models import AccessAttempt

from accounts.models import Job, User
from households.models import RegisterBatch, RegisterConflict
from households.roles import upload_kinds
from tests.access_world import make_difference
from tests.make import COUNTY, make_household, make_user

WAITS = ("mapping", "asking", "staged")


def fill_register(user: User) -> None:
    """Make uploads half done, a conflict, a difference, failed work and a locked account."""
    area = user.area_code if len(user.area_code) > len(COUNTY) else f"{COUNTY}105"
    for kind in sorted(upload_kinds(user.role_names)):
        for state in (*WAITS, "applied"):
            RegisterBatch.objects.create(
                kind=kind, area_code=area, file_name="底册.xlsx", state=state
            )
    household = make_household()
    make_difference(household)
    RegisterConflict.objects.create(
        area_code=household.area_code, kind="moved", key=household.household_no, there_no="9",
        here_no=household.household_no, person_no="1", found="李四由甲户换到乙户",
    )  # fmt: skip
    Job.objects.create(kind="export", key=f"{user.pk}", state="failed", error="磁盘已满")
    Job.objects.create(kind="export", key=f"{user.pk}-done", state="done")
    lock(make_user())


def lock(person: User) -> None:
    """Let a person have typed a wrong password five times."""
    AccessAttempt.objects.create(
        username=person.username, ip_address="10.0.0.1", failures_since_start=5
    )
