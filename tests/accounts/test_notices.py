import pytest
from django.urls import reverse

from accounts.models import Job, Notice
from accounts.services.notices import notify
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    """Give a person whose browser is open."""
    user = make_user()
    client.force_login(user)
    return user


def test_the_bell_counts_what_is_unread(client, reader):
    for key in ("a", "b", "b"):
        notify(recipients=[reader], key=key, text="请复核", url="/x/")
    notify(recipients=[make_user()], key="a", text="别人的")

    page = client.get(reverse("accounts:notices")).content.decode()

    assert '<span class="unread" data-unread>2</span>' in page
    assert "<strong data-total>2</strong>" in page


def test_opening_a_notice_marks_it_read_and_goes_there(client, reader):
    notify(recipients=[reader], key="a", text="请复核", url="/x/?id=1")
    notice = Notice.objects.get()

    answer = client.post(reverse("accounts:notice_read", args=[notice.pk]))

    notice.refresh_from_db()
    assert answer.url == "/x/?id=1"
    assert notice.read_at is not None


def test_a_notice_counts_as_read_when_its_reader_opens_the_page_it_leads_to(client, reader):
    other, page = make_user(), reverse("accounts:export_list")
    notify(recipients=[reader, other], key="a", text="请复核", url=page)
    notify(recipients=[reader], key="b", text="另一件", url="/x/")

    answer = client.get(f"{page}?page=1").content.decode()

    assert '<span class="unread" data-unread>1</span>' in answer
    left = Notice.objects.unread().order_by("key").values_list("recipient", "key")
    assert list(left) == [(other.pk, "a"), (reader.pk, "b")]


def test_a_notice_leads_to_no_other_site(client, reader):
    notify(recipients=[reader], key="a", text="请复核", url="//evil.example/x")
    answer = client.post(reverse("accounts:notice_read", args=[Notice.objects.get().pk]))
    assert answer.url == reverse("accounts:notices")


def test_anothers_notice_is_as_one_that_does_not_exist(client, reader):
    notify(recipients=[make_user()], key="a", text="请复核")
    answer = client.post(reverse("accounts:notice_read", args=[Notice.objects.get().pk]))
    assert answer.status_code == 404
    assert Notice.objects.unread().count() == 1


def test_all_can_be_marked_read_at_once(client, reader):
    for key in "abc":
        notify(recipients=[reader], key=key, text="请复核")
    client.post(reverse("accounts:notices_read"))
    assert Notice.objects.unread().count() == 0


@pytest.mark.parametrize("lines", [1, 3])
def test_the_list_asks_the_same_queries_for_any_length(
    client, reader, lines, django_assert_num_queries
):
    for key in range(lines):
        notify(recipients=[reader], key=str(key), text="请复核")
    client.get(reverse("accounts:notices"))

    with django_assert_num_queries(6):
        client.get(reverse("accounts:notices"))


def test_a_running_job_asks_again_and_a_done_one_does_not(client, reader):
    job = Job.objects.create(kind="k", key="1", requested_by=reader, state="running", progress=40)
    address = reverse("accounts:job", args=[job.pk])

    running = client.get(address, headers={"HX-Request": "true"}).content.decode()
    Job.objects.update(state="done", url="/x/")
    done = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert ("every 2s" in running, 'value="40"' in running) == (True, True)
    assert ("every 2s" in done, 'href="/x/"' in done, "<html" in done) == (False, True, False)


def test_anothers_job_is_as_one_that_does_not_exist(client, reader):
    job = Job.objects.create(kind="k", key="1", requested_by=make_user())
    assert client.get(reverse("accounts:job", args=[job.pk])).status_code == 404
