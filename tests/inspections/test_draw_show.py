"""The draw on the wall: what stands in the page before any script, masked, hidden where due."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from inspections.draw import commitment
from inspections.selectors.draw_show import draw_show
from inspections.services.sealing import Witness
from tests.inspections.draw_cast import (
    SEED,
    make_county,
    make_drawn,
    make_extra,
    make_inspectors,
    make_sealed,
    make_seated,
)
from tests.make import COUNTY, make_round

pytestmark = pytest.mark.django_db


def show(draw) -> str:
    return reverse("inspections:draw_show", args=[draw.pk])


def test_before_the_seed_the_seal_and_the_counts_stand_on_the_wall(client, office, leader):
    draw = make_sealed()
    client.force_login(leader)
    text = client.get(show(draw)).content.decode()
    assert draw.seal[:16] in text
    assert "等待种子" in text
    assert 'name="seed"' not in text
    client.force_login(office)
    assert 'name="seed"' in client.get(show(draw)).content.decode()


def test_the_seed_entered_there_leads_back_to_the_wall(client, office):
    draw = make_sealed()
    client.force_login(office)
    address = reverse("inspections:draw_seed_of", args=[draw.pk])
    answer = client.post(address, {"seed": SEED, "show": "1"})
    assert answer["Location"] == show(draw)


def test_a_wrong_reveal_leaves_the_draw_waiting(client, office):
    witness = Witness("纪委", commitment(f"{COUNTY}-2016-07/1", "桂花"))
    draw = make_sealed(witnesses=[witness])
    client.force_login(office)
    address = reverse("inspections:draw_seed_of", args=[draw.pk])
    answer = client.post(address, {"seed": SEED, "reveal_0": "菊花"})
    assert "与封存前交来的不符" in answer.content.decode()
    draw.refresh_from_db()
    assert draw.state == "sealed"
    client.post(address, {"seed": SEED, "reveal_0": "桂花"})
    draw.refresh_from_db()
    assert draw.state == "drawn"


def test_the_groups_follow_township_village_household_with_reserves_marked():
    groups = draw_show(make_drawn()).groups
    assert [group.stage for group in groups] == ["township", *["village"] * 2, *["household"] * 2]
    notes = [ticket.note for ticket in groups[-1].tickets]
    assert notes == ["抽中"] * 4 + ["候补1", "候补2"]
    assert all(len(ticket.ticket) == 8 for ticket in groups[-1].tickets)
    assert groups[-1].tickets[0].name.startswith("李某某（户")


def test_a_long_list_shows_its_front_and_says_how_many_follow():
    make_county(households=30)
    group = draw_show(make_drawn()).groups[-1]
    assert (len(group.tickets), group.more) == (9, 21)


def test_an_extra_draw_shows_only_what_it_drew():
    groups = draw_show(make_extra(make_drawn())).groups
    assert [group.stage for group in groups] == ["household"]


def test_the_inspectors_are_shown_by_team(client, leader):
    draw = make_seated(make_drawn())
    client.force_login(leader)
    text = client.get(show(draw)).content.decode()
    assert "第1组" in text
    assert "督查员1" in text
    assert client.get(reverse("inspections:draw_record", args=[draw.pk])).status_code == 200


@pytest.mark.parametrize("households", [6, 30])
def test_the_wall_asks_the_same_queries_for_any_register(households, django_assert_num_queries):
    make_county(households=households)
    draw = make_drawn()
    with django_assert_num_queries(2):
        draw_show(draw)


def test_a_hidden_round_is_not_on_the_wall_of_the_inspected(client, liaison):
    draw = make_drawn(make_round(mode="unannounced"))
    liaison.user_permissions.add(Permission.objects.get(codename="view_draw"))
    client.force_login(liaison)
    assert client.get(show(draw)).status_code == 404


def test_the_page_of_an_extra_draw_seals_and_leads_to_its_seed(client, office):
    main = make_drawn()
    village = main.units.filter(stage="village").first().subject_code
    client.force_login(office)
    address = reverse("inspections:draw_extra", args=[main.round_id])
    given = {
        "level": "household", "townships": 1, "villages": 1, "households": 1,
        "reason": "群众反映", "seed_source": "掷骰",
    }  # fmt: skip
    assert "请至少选一个" in client.post(address, given).content.decode()
    answer = client.post(address, given | {"villages_in": [village]})
    extra = main.round.draws.get(kind="extra")
    assert answer["Location"] == reverse("inspections:draw_seed_of", args=[extra.pk])


def test_the_page_of_the_inspectors_seals_what_it_offers(client, office):
    main = make_drawn()
    people = make_inspectors(*[COUNTY] * 7)
    client.force_login(office)
    address = reverse("inspections:draw_inspectors", args=[main.round_id])
    teams = client.get(address).context["teams"]
    given = {"seed_source": "掷骰", f"absent_{people[0].pk}": "培训"}
    for field in (one for form in (teams.management_form, *teams) for one in form):
        given[field.html_name] = field.value()
    client.post(address, given)
    assert len(main.round.draws.get(kind="inspectors").pool.splitlines()) == 6
