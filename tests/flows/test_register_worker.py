"""A register applied by a real worker on real Redis and PostgreSQL, and the worker dies."""

import pytest

from households.models import Household, Member, RegisterBatch
from households.services.imports import check_batch
from households.tasks import ask_for_apply
from tests.flows.test_worker import eventually
from tests.households.conftest import TODAY, areas, everything  # noqa: F401 -- asked for by name
from tests.households.test_import_faults import (
    PEOPLE,
    ROWS,
    kill,
    pause,  # noqa: F401 -- asked for by name
    paused,
    receive,  # noqa: F401 -- asked for by name
    taken_up,
)

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]
NOTHING: list[list[tuple]] = [[], [], [], [], []]


def test_a_register_whose_worker_is_killed_is_not_there_and_then_all_of_it_is(
    start_worker, receive, pause  # noqa: F811 -- the fixtures imported above
):  # fmt: skip
    batch = check_batch(batch=receive(ROWS), on=TODAY)
    pause("households_member")
    victim = start_worker()
    job = ask_for_apply(batch=batch, by=None)
    eventually(paused)
    kill(victim)
    batch.refresh_from_db()
    assert (batch.state, everything()) == (RegisterBatch.State.STAGED, NOTHING)

    start_worker()
    taken_up(job)

    batch.refresh_from_db()
    assert (batch.state, Household.objects.count(), Member.objects.count()) == (
        RegisterBatch.State.APPLIED,
        39,
        PEOPLE,
    )
