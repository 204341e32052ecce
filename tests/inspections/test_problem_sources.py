"""The bodies whose findings enter the ledger: data, loaded once, kept as changed."""

import pytest
from django.core.management import call_command

from accounts.errors import RuleBroken
from accounts.models import Role
from inspections.models import ProblemSource
from inspections.selectors.sources import kinds_for, sources_for
from inspections.services.problem_sources import load_problem_sources, read_sources_file
from tests.make import make_user

pytestmark = pytest.mark.django_db


def test_the_shipped_sources_are_loaded_once_and_keep_what_was_changed(capsys):
    call_command("load_problem_sources")
    ProblemSource.objects.filter(name="省级考核").update(active=False)
    call_command("load_problem_sources")
    loaded = len(read_sources_file())
    assert capsys.readouterr().out.split() == ['{"added":', f"{loaded}}}", '{"added":', "0}"]
    assert ProblemSource.objects.get(name="省级考核").active is False


def test_a_county_is_offered_its_own_bodies_and_those_of_everywhere():
    load_problem_sources(rows=read_sources_file())
    daan, xunhua = (
        set(sources_for(code).values_list("name", flat=True)) for code in ("510304", "630225")
    )
    assert xunhua - daan == {"国家审计署郑州特派办", "财政部驻青专员办"}
    assert "国家第三方评估" in daan


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(RuleBroken, match="类别"):
        load_problem_sources(rows=[{"area_code": "", "kind": "rumour", "name": "传闻"}])


def test_the_inspected_are_offered_what_they_find_themselves(roles):
    officer = make_user(Role.TOWNSHIP_OFFICER)
    assert kinds_for(officer) == [("self_check", "自查"), ("cross_check", "互查")]
