"""Pages of a draw: seal, seed, the one-page record, the proof pack, annulment, replacement."""

import io
import zipfile
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import Job, Role
from inspections.models import Draw, DrawnUnit, Round
from inspections.tasks import hold_monthly_draw
from tests.inspections.draw_cast import SEED, make_county, make_drawn, make_sealed
from tests.make import make_round, make_scheme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = date(2016, 7, 12)


def page(name: str, *args: object) -> str:
    return reverse(f"inspections:{name}", args=args)


def test_the_seal_page_counts_the_pool(client, office):
    make_county()
    client.force_login(office)
    answer = client.get(page("draw_seal", make_round().pk))
    assert answer.context["counts"] == [("乡镇", 3), ("村", 6), ("户", 36)]


def test_sealing_makes_the_seal(client, office):
    make_county()
    round_ = make_round()
    client.force_login(office)
    client.post(page("draw_seal", round_.pk), {"seed_source": "当众掷骰"})
    draw = Draw.objects.get()
    assert draw.seal in client.get(page("round_detail", round_.pk)).content.decode()
    assert draw.sealed_by == office


def test_sealing_twice_is_refused_with_the_reason(client, office):
    draw = make_sealed()
    client.force_login(office)
    answer = client.post(page("draw_seal", draw.round_id), {"seed_source": "当众掷骰"})
    assert "不得重封" in answer.content.decode()


def test_a_witness_without_a_commitment_is_refused_and_stays(client, office):
    make_county()
    client.force_login(office)
    given = {"seed_source": "当众掷骰", "witnesses": "张某 abc"}
    answer = client.post(page("draw_seal", make_round().pk), given)
    assert "第1位见证人应写作" in answer.content.decode()
    assert "张某 abc" in answer.content.decode()


def test_a_short_seed_is_refused_beside_the_field_and_stays(client, office):
    draw = make_sealed()
    client.force_login(office)
    answer = client.post(page("draw_seed", draw.round_id), {"seed": "0123"})
    assert answer.context["form"].errors == {"seed": ["种子须不少于20位数字，现为4位。"]}
    assert 'value="0123"' in answer.content.decode()


def test_a_seed_before_the_seal_is_refused_and_stays(client, office):
    client.force_login(office)
    answer = client.post(page("draw_seed", make_round().pk), {"seed": SEED})
    assert "名单尚未封存" in answer.content.decode()
    assert f'value="{SEED}"' in answer.content.decode()


def test_the_seed_draws(client, office):
    draw = make_sealed()
    client.force_login(office)
    answer = client.post(page("draw_seed", draw.round_id), {"seed": SEED})
    assert answer["Location"] == page("round_detail", draw.round_id)
    assert DrawnUnit.objects.filter(stage="household").count() == 8


def test_the_record_states_everything_on_one_page(client, office):
    draw = make_drawn()
    client.force_login(office)
    text = client.get(page("draw_record", draw.pk)).content.decode()
    stated = [draw.draw_id, draw.pool_sha, draw.rule_sha, draw.seal, SEED, draw.result_sha]
    assert [value for value in stated if value not in text] == []
    assert "复算，结果一致" in text
    assert "监督人：" in text


def test_the_record_names_the_next_reserves(client, office):
    draw = make_drawn()
    client.force_login(office)
    reserves = client.get(page("draw_record", draw.pk)).context["reserves"]
    assert [len(names) for names in reserves.values()] == [2, 2]


def test_the_proof_pack_is_a_zip(client, leader):
    draw = make_drawn()
    client.force_login(leader)
    answer = client.get(page("draw_pack", draw.pk))
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "verify_draw.py" in names
    assert answer["Content-Disposition"] == 'attachment; filename="draw-510304-2016-07-1.zip"'


def test_there_is_no_proof_pack_before_the_seed(client, office):
    client.force_login(office)
    assert client.get(page("draw_pack", make_sealed().pk)).status_code == 404


def test_one_person_proposes_and_another_annuls(client, office):
    draw = make_drawn()
    at = page("draw_annul", draw.pk)
    client.force_login(office)
    refused = client.post(at, {"reason": " "})
    assert refused.context["form"].errors == {"reason": ["该字段是必填项。"]}
    client.post(at, {"reason": "底册漏导一村"})
    assert 'value="confirm"' not in client.get(at).content.decode()
    client.post(at, {"act": "confirm"})
    client.force_login(make_user(Role.POVERTY_OFFICE))
    assert 'value="confirm"' in client.get(at).content.decode()
    client.post(at, {"act": "confirm"})
    draw.refresh_from_db()
    assert (draw.state, draw.annul_reason) == ("annulled", "底册漏导一村")
    assert draw.annul_proposed_by == office


def test_replacing_takes_the_next_reserve(client, office):
    draw = make_drawn()
    unit = draw.units.filter(stage="household").first()
    client.force_login(office)
    client.post(page("draw_replace", unit.pk), {"reason": "away"})
    unit.refresh_from_db()
    assert unit.replaced_by.position == 5
    assert "替补" in client.get(page("round_detail", draw.round_id)).content.decode()


def test_replacing_for_another_reason_needs_a_note(client, office):
    unit = make_drawn().units.filter(stage="household").first()
    client.force_login(office)
    answer = client.post(page("draw_replace", unit.pk), {"reason": "other"})
    assert answer.context["form"].errors == {"note": ["请写明是什么情况。"]}


def test_a_township_cannot_seal_or_enter_the_seed(client, liaison):
    draw = make_sealed()
    client.force_login(liaison)
    for name in ("draw_seal", "draw_seed"):
        assert client.post(page(name, draw.round_id), {"seed": SEED}).status_code == 403


def test_a_township_gets_neither_record_nor_pack_nor_a_link_to_them(client, liaison):
    draw = make_drawn()
    client.force_login(liaison)
    assert client.get(page("draw_record", draw.pk)).status_code == 403
    assert client.get(page("draw_pack", draw.pk)).status_code == 403
    shown = client.get(page("round_detail", draw.round_id)).content.decode()
    assert page("draw_record", draw.pk) not in shown


def test_the_draw_of_a_hidden_round_is_not_there_for_the_inspected(client, liaison):
    draw = make_drawn(make_round(mode="unannounced"))
    liaison.user_permissions.add(Permission.objects.get(codename="view_draw"))
    client.force_login(liaison)
    assert client.get(page("draw_record", draw.pk)).status_code == 404
    assert client.get(page("draw_pack", draw.pk)).status_code == 404


def test_the_calendar_plans_and_seals_each_county_once(django_capture_on_commit_callbacks):
    make_county()
    make_scheme()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            hold_monthly_draw()
    assert Round.objects.get().state == "sealed"
    assert Job.objects.get().state == "done"


def test_the_calendar_waits_for_the_draw_day(settings, django_capture_on_commit_callbacks):
    settings.DEMO_TODAY = date(2016, 7, 4)
    make_scheme()
    with django_capture_on_commit_callbacks(execute=True):
        hold_monthly_draw()
    assert not Job.objects.exists()
