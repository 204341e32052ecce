import pytest
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice, Role
from households.models import Household, RegisterBatch, RegisterConflict
from households.services.conflicts import choices_for, decide_conflict, explain_conflict
from households.services.importing.near_matches import differ_by_one, find_near_matches
from tests.make import COUNTY, NOW, make_area, make_household, make_user

pytestmark = pytest.mark.django_db
Kind, Decision = RegisterConflict.Kind, RegisterConflict.Decision


def make_conflict(**fields) -> RegisterConflict:
    """Make an open conflict of 新店镇 about a household that is there."""
    home = fields.pop("home", None) or make_household()
    given = {
        "area_code": home.area_code,
        "kind": Kind.MOVED,
        "key": home.household_no,
        "here_no": home.household_no,
        "there_no": "9",
        "person_no": f"{home.household_no}01",
        "found": "李四由甲户换到乙户",
    }
    return RegisterConflict.objects.create(**(given | fields))


def make_batch(**fields) -> RegisterBatch:
    return RegisterBatch.objects.create(area_code=COUNTY, file_name="底册.xlsx", **fields)


def page(name, *args):
    return reverse(f"households:{name}", args=args)


def decide(conflict, by, decision=Decision.KEEP_REGISTER, explanation="经入户核实"):
    return decide_conflict(
        conflict=conflict, decision=decision, explanation=explanation, by=by, at=NOW
    )


# ---- deciding -----------------------------------------------------------------------------------


def test_a_decision_stays_with_who_when_and_why(verifier):
    conflict = decide(make_conflict(), verifier)

    assert (conflict.decision, conflict.explanation) == ("keep_register", "经入户核实")
    assert (conflict.decided_by, conflict.decided_at) == (verifier, NOW)
    assert [(note.decision, note.by) for note in conflict.notes.all()] == [
        ("keep_register", verifier)
    ]
    assert AuditEvent.objects.get(action="decide_conflict").detail == {"decision": "keep_register"}


def test_a_settled_conflict_is_not_settled_again(verifier):
    conflict = decide(make_conflict(), verifier)
    with pytest.raises(RuleBroken, match="已经处理过"):
        decide(conflict, verifier)


@pytest.mark.parametrize(
    ("kind", "with_file", "choices"),
    [
        (Kind.NEAR_MATCH, False, {"different", "send_back"}),
        (Kind.NEAR_MATCH, True, {"different", "keep_register", "send_back"}),
        (Kind.SAME_IDENTITY, True, {"keep_register", "send_back"}),
        (Kind.SAME_NUMBER, True, {"keep_register", "take_file", "send_back"}),
        (Kind.MOVED, False, {"keep_register", "send_back"}),
    ],
)
def test_a_kind_has_its_own_decisions(kind, with_file, choices):
    batch = make_batch() if with_file else None
    assert set(choices_for(make_conflict(kind=kind, batch=batch))) == choices


def test_one_identity_number_cannot_be_two_people(verifier):
    conflict = make_conflict(kind=Kind.SAME_IDENTITY)
    with pytest.raises(RuleBroken, match="不能这样处理"):
        decide(conflict, verifier, Decision.DIFFERENT)


def test_what_is_sent_back_reaches_the_township_and_comes_again(verifier, liaison, outsider):
    conflict = decide(make_conflict(), verifier, Decision.SEND_BACK)

    assert [(n.recipient, n.url) for n in Notice.objects.all()] == [
        (liaison, page("conflict_detail", conflict.pk))
    ]
    explain_conflict(conflict=conflict, text="已入户，确已分户", by=liaison, at=NOW)
    decide(conflict, verifier)
    told = conflict.notes.values_list("decision", "text")
    assert list(told) == [
        ("send_back", "经入户核实"),
        ("", "已入户，确已分户"),
        ("keep_register", "经入户核实"),
    ]


def test_nothing_is_explained_after_the_decision(verifier, liaison):
    conflict = decide(make_conflict(), verifier)
    with pytest.raises(RuleBroken, match="已经处理"):
        explain_conflict(conflict=conflict, text="补充说明", by=liaison, at=NOW)


# ---- near households ----------------------------------------------------------------------------


def near(name, other, *, born=("19560312", "19560312"), villages=("201", "201")):
    pairs = zip((name, other), born, villages, strict=True)
    for at, (head, day, village) in enumerate(pairs):
        home = make_household(make_area(f"{COUNTY}105{village}"), head_name=head)
        person = home.members.get()
        person.identity_number = f"999999{day}00{at}1"
        person.save()
    return find_near_matches(county=COUNTY, by=None, at=NOW)


def test_heads_of_one_name_in_one_village_are_near():
    assert near("李四", "李四", born=("19560312", "19600101")) == 1
    first, second = Household.objects.order_by("household_no")
    conflict = RegisterConflict.objects.get()
    assert (conflict.here_no, conflict.there_no) == (first.household_no, second.household_no)
    assert (conflict.area_code, conflict.kind) == (first.area_code, "near_match")


def test_a_name_that_differs_in_one_character_is_near_with_the_same_birthday():
    assert near("李国强", "李国墙") == 1


@pytest.mark.parametrize(
    ("name", "other", "more"),
    [
        ("李国强", "李国军", {"born": ("19560312", "19600101")}),
        ("李四", "李五", {}),
        ("李四", "李四", {"villages": ("201", "202")}),
    ],
)
def test_brothers_short_names_and_other_villages_are_not_near(name, other, more):
    assert near(name, other, **more) == 0


def test_a_pair_is_put_into_the_queue_once(verifier):
    near("李四", "李四")
    decide(RegisterConflict.objects.get(), verifier, Decision.DIFFERENT)
    assert find_near_matches(county=COUNTY, by=None, at=NOW) == 0


def test_names_differ_by_one():
    others = ("李国墙", "李国强", "张国墙", "李国")
    assert [other for other in others if differ_by_one("李国强", other)] == ["李国墙"]


# ---- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_the_same_queries_for_any_length(
    client, verifier, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_conflict()
    client.force_login(verifier)
    client.get(page("conflict_list"))
    with django_assert_num_queries(7):
        client.get(page("conflict_list"))


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("kind=moved", 1), ("state=open", 1), ("state=settled", 1), ("q=9", 2), ("q=8", 0)],
)
def test_conflicts_are_filtered(client, verifier, query, found):
    make_conflict()
    decide(make_conflict(kind=Kind.SAME_NUMBER), verifier)
    client.force_login(verifier)
    rows = client.get(f"{page('conflict_list')}?{query}").context["page_obj"].paginator
    assert rows.count == found


def test_both_households_stand_side_by_side(client, verifier):
    home, other = make_household(head_name="李四"), make_household(head_name="李五")
    conflict = make_conflict(home=home, there_no=other.household_no)
    client.force_login(verifier)

    text = client.get(page("conflict_detail", conflict.pk)).content.decode()

    assert all(word in text for word in ("李四", "李五", other.household_no, conflict.found))
    assert home.members.get().identity_number not in text


def test_who_may_not_read_names_reads_them_masked(client, roles):
    conflict = make_conflict()
    client.force_login(make_user(Role.DISCIPLINE))
    text = client.get(page("conflict_detail", conflict.pk)).content.decode()
    assert "李某某" in text
    assert "李四" not in text


def test_the_office_decides_on_the_page(client, verifier):
    conflict = make_conflict()
    client.force_login(verifier)
    form = {"decision": "keep_register", "explanation": "经入户核实"}
    client.post(page("conflict_decide", conflict.pk), form)
    conflict.refresh_from_db()
    assert (conflict.decision, conflict.decided_by) == ("keep_register", verifier)


def test_a_township_explains_and_does_not_decide(client, liaison):
    conflict = make_conflict()
    client.force_login(liaison)
    url = page("conflict_decide", conflict.pk)
    assert client.post(url, {"decision": "keep_register"}).status_code == 403
    client.post(page("conflict_explain", conflict.pk), {"text": "已入户核实"})
    assert conflict.notes.get().text == "已入户核实"


def test_another_township_s_conflict_is_not_found(client, outsider):
    conflict = make_conflict()
    client.force_login(outsider)
    assert client.get(page("conflict_detail", conflict.pk)).status_code == 404
    assert client.post(page("conflict_explain", conflict.pk)).status_code == 404


def test_what_is_taken_from_a_file_says_what_to_do_with_it(client, verifier):
    conflict = make_conflict(batch=make_batch(state="staged"))
    decide(conflict, verifier, Decision.TAKE_FILE)
    client.force_login(verifier)
    assert "重新核对" in client.get(page("conflict_detail", conflict.pk)).content.decode()
    RegisterBatch.objects.update(state="applied")
    assert "请重新上传" in client.get(page("conflict_detail", conflict.pk)).content.decode()


def test_the_search_is_a_job_of_the_office(
    client, verifier, liaison, django_capture_on_commit_callbacks
):
    make_household()
    make_household()
    client.force_login(liaison)
    assert client.post(page("conflict_search")).status_code == 403
    client.force_login(verifier)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(page("conflict_search"))
    assert "已完成" in client.get(response.url).content.decode()
    assert RegisterConflict.objects.count() == 1


# ---- the API ------------------------------------------------------------------------------------


def test_the_api_lists_and_decides(client, verifier):
    conflict = make_conflict()
    client.force_login(verifier)
    assert client.get("/api/conflicts/").json()["results"][0]["id"] == conflict.pk
    url = f"/api/conflicts/{conflict.pk}/decide/"
    given = {"decision": "keep_register", "explanation": "经入户核实"}
    answer = client.post(url, given, content_type="application/json")
    assert (answer.status_code, answer.json()["notes"][0]["text"]) == (200, "经入户核实")
    again = client.post(url, given, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "conflict_decided")


def test_a_township_explains_in_the_api(client, liaison):
    conflict = make_conflict()
    client.force_login(liaison)
    url, given = f"/api/conflicts/{conflict.pk}", {"text": "已入户核实"}
    kind = "application/json"
    assert client.post(f"{url}/explain/", given, content_type=kind).status_code == 200
    assert client.post(f"{url}/decide/", given, content_type=kind).status_code == 403
