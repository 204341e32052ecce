from dataclasses import replace

from reports.drafting.editing import Edit, clashes, edited, mark_of
from reports.passages import KeptPassage, Passage, fresh

A = fresh(Passage("a", "甲"))
B = fresh(Passage("b", "小标题。", 2, "乙"))
OWN = KeptPassage("own.1", "自加")


def edit(passage: KeptPassage, **typed) -> Edit:
    said = {name: getattr(passage, name) for name in ("text", "run_in", "reason", "dropped")}
    return Edit(passage.key, mark_of(passage), **(said | typed))


def test_a_passage_that_was_not_typed_in_stays_even_if_another_changed_it():
    sent = edit(A)
    theirs = replace(A, text="他人写的")
    assert clashes([theirs], [sent]) == []
    assert edited([theirs], [sent]) == [theirs]


def test_what_two_typed_in_one_passage_clashes():
    sent = edit(A, text="我写的")
    assert clashes([replace(A, text="他人写的"), B], [sent]) == [sent]
    assert clashes([A, B], [sent]) == []


def test_what_was_typed_in_a_passage_that_is_gone_clashes_once_and_then_becomes_own():
    sent = edit(B, run_in="我写的")
    assert clashes([A], [sent]) == [sent]
    again = replace(sent, seen="")
    assert clashes([A], [again]) == []
    assert edited([A], [again]) == [A, KeptPassage("own.1", "小标题。我写的")]


def test_a_line_break_begins_a_paragraph_of_the_offices_own():
    text = edited([A, B], [edit(A, text="甲一\n\n甲二"), edit(B, run_in="乙一\n乙二", after="后")])
    assert [(passage.key, passage.text, passage.run_in) for passage in text] == [
        ("a", "甲一", ""),
        ("own.1", "甲二", ""),
        ("b", "小标题。", "乙一"),
        ("own.2", "乙二", ""),
        ("own.3", "后", ""),
    ]


def test_a_new_paragraph_takes_a_number_that_was_never_there():
    text = edited([A, OWN], [edit(A, after="新")])
    assert [passage.key for passage in text] == ["a", "own.2", "own.1"]


def test_an_emptied_passage_is_dropped_and_an_emptied_own_one_is_gone():
    text = edited([A, OWN], [edit(A, text=""), edit(OWN, text=" ")])
    assert text == [replace(A, dropped=True)]


def test_a_dropped_passage_is_restored_and_a_changed_one_reset():
    dropped = replace(A, dropped=True)
    assert edited([dropped], [edit(dropped, dropped=False)]) == [A]
    typed = replace(A, text="写的", reason="因为", stale=True)
    assert edited([typed], [edit(typed, reset=True)]) == [A]


def test_looking_again_or_writing_anew_clears_the_mark_of_new_facts():
    stale = replace(A, text="写的", stale=True)
    assert edited([stale], [edit(stale, checked=True)]) == [replace(stale, stale=False)]
    assert edited([stale], [edit(stale, text="再写")])[0].stale is False
    assert edited([stale], [edit(stale, reason="因为")])[0].stale is True


def test_a_passage_that_left_the_draft_and_was_not_typed_in_does_not_come_back():
    assert edited([A], [edit(A), edit(B)]) == [A]
    assert edited([A], [edit(B, after="新的一段")]) == [A, KeptPassage("own.1", "新的一段")]
