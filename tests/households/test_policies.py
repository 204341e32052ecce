import pytest

from households.facts.policies import Home, Person, gap, names, policies_due, readable

EVERYBODY = ["ncms", "illness_aid"]


def home(*people, **facts):
    given = {"attribute": "ordinary", "measures": frozenset(), "unsafe_house": None}
    return Home(**(given | {"safe_water": None, "people": people} | facts))


def person(health="健康", schooling="非在校生", labour="无劳动力"):
    return Person(health, schooling, labour)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        (home(person()), []),
        (home(person("长期慢性病、残疾")), ["chronic", "disabled"]),
        (home(person("患有大病")), ["chronic"]),
        (home(person(schooling="九年义务教育")), ["schooling"]),
        (home(person(labour="普通劳动力")), ["employment"]),
        (home(attribute="allowance"), ["allowance"]),
        (home(attribute="allowance_poor"), ["allowance"]),
        (home(attribute="destitute"), ["destitute", "neighbour"]),
        (home(measures=frozenset({"industry", "relocation"})), ["industry", "relocation"]),
        (home(unsafe_house=True), ["repair"]),
        (home(unsafe_house=True, measures=frozenset({"relocation"})), ["relocation"]),
        (home(unsafe_house=False, safe_water=True), []),
        (home(safe_water=False), ["water"]),
    ],
)
def test_who_is_due_what(facts, due):
    assert policies_due(facts) == [*EVERYBODY, *due]


def test_the_gap_is_what_is_due_and_not_received():
    assert gap(["ncms", "water", "schooling"], ["water", "repair"]) == ["ncms", "schooling"]


def test_an_unknown_code_is_named_last_and_as_it_is():
    assert names(["gone", "water", "ncms"]) == ["新农合参合资助", "饮水安全改造", "gone"]


def test_what_tells_of_illness_is_for_those_who_may_read_it():
    assert readable(["ncms", "chronic", "disabled"], health=False) == ["ncms"]
    assert readable(["chronic"], health=True) == ["chronic"]
