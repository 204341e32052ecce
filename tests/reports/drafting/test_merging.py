from dataclasses import replace

from reports.drafting.merging import merged
from reports.passages import KeptPassage, Passage, fresh, read_passages, write_passages


def drafted(**texts: str) -> list[KeptPassage]:
    return [fresh(Passage(key, text)) for key, text in texts.items()]


def own(key: str, text: str) -> KeptPassage:
    return KeptPassage(f"own.{key}", text)


def keys(text: list[KeptPassage]) -> list[str]:
    return [passage.key for passage in text]


def test_a_passage_left_alone_takes_the_new_draft():
    assert merged(drafted(a="新"), drafted(a="旧")) == drafted(a="新")


def test_an_edited_one_keeps_its_words_and_is_stale_where_the_draft_differs():
    typed = replace(drafted(a="旧")[0], text="写的", reason="因为")
    same = merged(drafted(a="旧"), [typed])
    new = merged(drafted(a="新"), [typed])
    assert same == [typed]
    assert new == [replace(typed, drafted_text="新", stale=True)]
    assert merged(drafted(a="新"), new) == new


def test_a_dropped_one_stays_dropped():
    dropped = replace(drafted(a="旧")[0], dropped=True)
    assert merged(drafted(a="旧"), [dropped]) == [dropped]


def test_own_passages_stay_after_the_one_they_stood_after():
    first, *rest = drafted(a="甲", b="乙")
    kept = [own("1", "前"), first, own("2", "中"), own("3", "又"), *rest, own("4", "后")]
    found = merged(drafted(a="甲", n="新", b="乙"), kept)
    assert keys(found) == ["own.1", "a", "own.2", "own.3", "n", "b", "own.4"]


def test_an_edited_one_that_is_drafted_no_more_stays_as_the_offices_own():
    a, b = drafted(a="甲", b="乙")
    found = merged(drafted(a="甲"), [a, replace(b, text="写的"), own("1", "后")])
    assert keys(found) == ["a", "own.b", "own.1"]
    assert (found[1].text, found[1].drafted_text, found[1].stale) == ("写的", "", True)


def test_it_takes_its_place_again_when_it_is_drafted_again():
    a, b = drafted(a="甲", b="乙")
    away = merged(drafted(a="甲"), [a, replace(b, text="写的")])
    back = merged(drafted(b="乙2", a="甲"), away)
    assert keys(back) == ["b", "a"]
    assert (back[0].text, back[0].drafted_text, back[0].stale) == ("写的", "乙2", True)


def test_one_that_was_not_edited_goes_with_its_facts():
    assert keys(merged(drafted(a="甲"), drafted(a="甲", b="乙"))) == ["a"]


def test_what_follows_a_passage_that_is_gone_stays_in_its_place():
    a, b, c = drafted(a="甲", b="乙", c="丙")
    assert keys(merged(drafted(a="甲", c="丙"), [a, b, own("1", "写"), c])) == ["a", "own.1", "c"]


def test_passages_of_before_they_could_be_stale_are_read():
    line = write_passages([own("1", "旧")])[0]
    del line["stale"]
    assert read_passages([line]) == (own("1", "旧"),)
