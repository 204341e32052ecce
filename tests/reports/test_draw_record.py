import re

import pytest

from inspections.selectors.draw_records import draw_record
from reports.draw_record import record_sheet
from reports.renderers.pdf import render_record
from tests.inspections.draw_cast import make_drawn

pytestmark = pytest.mark.django_db


def test_the_record_states_seal_seed_and_result_in_shanghai_time():
    draw = make_drawn()

    said = dict(record_sheet(draw_record(draw)).lines)

    assert said["封签"] == draw.seal
    assert said["种子"] == draw.seed
    assert said["结果指纹"] == draw.result_sha
    assert said["封存"] == "2016-07-05 09:00　王科长"
    assert said["复算"] == "结果一致"


def test_the_record_names_drawn_households_masked():
    rows = record_sheet(draw_record(make_drawn())).result.rows

    assert len(rows) == 2
    assert all(re.fullmatch(r"(李某某（户\d{4}）、?){4}", households) for _, _, households in rows)


def test_the_record_is_printed_on_one_page(settings):
    printed = render_record(record_sheet(draw_record(make_drawn())), font_dir=settings.FONT_DIR)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_the_record_says_of_the_villages_only_what_was_drawn_by():
    draw = make_drawn()
    draw.rule = draw.rule.replace("有贫困村或贫困户的乡镇", "只抽有贫困村的乡镇")

    said = dict(record_sheet(draw_record(draw)).lines)

    assert "抽贫困村；每村抽户" in said["规则"]
