import pytest

from reports.documents.contest import places, points, read_scores, undecided

VILLAGES = {
    "甲村": [("510304105201", "新店镇", "甲村")],
    "乙村": [("510304105202", "新店镇", "乙村")],
    "同村": [("510304105203", "新店镇", "同村"), ("510304106203", "新民镇", "同村")],
    "新店镇同村": [("510304105203", "新店镇", "同村")],
}


def scores(*rows: str):
    """Read rows of numbered villages: 甲 40 15 20."""
    names = [row.split()[0] for row in rows]
    known = {name: [(name, "新店镇", name)] for name in names}
    read, wrong = read_scores("\n".join(rows), known)
    assert wrong == []
    return read


def test_a_pasted_sheet_is_read_with_its_heading_and_tabs():
    text = "村名\t看户\t看组\t看村\n甲村\t45.5\t18\t27\n\n新店镇同村 40 15 20 2"
    read, wrong = read_scores(text, VILLAGES)
    assert wrong == []
    assert [(it.village, it.total, it.lot) for it in read] == [
        ("甲村", 9050, 0),
        ("同村", 7500, 2),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("丙村 1 1 1", "第1行：底册没有“丙村”。"),
        ("甲村 1 1", "第1行：应为村名、看户、看组、看村四栏，需抽签的加抽签顺序。"),
        ("甲村 50.01 1 1", "第1行：看户得分应在0至50之间：50.01。"),
        ("甲村 1 21 1", "第1行：看组得分应在0至20之间：21。"),
        ("甲村 1 1 三十", "第1行：看村得分不是数字：三十。"),
        ("甲村 1 1 NaN", "第1行：看村得分应在0至30之间：NaN。"),
        ("甲村 1.005 1 1", "第1行：看户得分最多2位小数：1.005。"),
        ("甲村 1 1 1 x", "第1行：抽签顺序不是整数：x。"),
        ("同村 1 1 1", "第1行：有2个“同村”，请在村名前加乡镇名。"),
        ("甲村 1 1 1\n甲村 2 2 2", "甲村重复填写。"),
    ],
)
def test_a_wrong_line_is_named(line, words):
    assert read_scores(line, VILLAGES)[1] == [words]


def test_full_marks_are_taken():
    read, wrong = read_scores("甲村 50 20 30", VILLAGES)
    assert (wrong, points(read[0].total)) == ([], "100.00")


def test_level_totals_are_parted_by_households_then_village_then_groups():
    found = places(scores("一 40 10 20", "二 41 9 20", "三 40 9 21", "四 10 5 5"), ())
    assert [(it.place, it.score.village) for it in found] == [
        (1, "二"),
        (2, "三"),
        (3, "一"),
        (4, "四"),
    ]


def test_who_is_level_in_all_shares_the_place_and_the_next_is_free():
    found = places(scores("一 40 10 20", "二 40 10 20", "三 30 10 20"), ())
    assert [it.place for it in found] == [1, 1, 3]


def test_the_first_three_get_what_the_last_three_give_up():
    found = places(scores(*(f"村{number} {number} 1 1" for number in range(1, 8))))
    assert [it.yuan for it in found] == [5000, 3000, 2000, 0, -2000, -3000, -5000]
    assert found[0].duty.endswith("典型发言")
    assert found[-1].duty.endswith("表态发言")


def test_with_few_villages_only_the_halves_are_paid_and_the_money_adds_up_to_nothing():
    found = places(scores("一 4 1 1", "二 3 1 1", "三 2 1 1"))
    assert [it.yuan for it in found] == [5000, 0, -5000]


def test_villages_level_over_money_must_draw_lots():
    level = ("一 40 10 20", "二 40 10 20", "三 30 10 20", "四 20 10 20")
    assert undecided(places(scores(*level))) == ["一、二"]
    drawn = ("一 40 10 20 2", "二 40 10 20 1", *level[2:])
    found = places(scores(*drawn))
    assert (undecided(found), found[0].score.village) == ([], "二")
