import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from PIL import Image

from accounts.manual import BY_SLUG, CHAPTERS, chapter_of, size_of
from accounts.models import Role
from accounts.templatetags.manual import shot
from accounts.views.errors import bad_request, server_error
from tests.make import make_user
from tests.manual.shots import SHOTS

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {page.stem: page.read_text("utf-8") for page in (ROOT / "templates/help").glob("*.html")}
FRAME = {"index", "page", "terms"}
SHOWN = re.compile(r'\{% shot "(\w+)"')
MOST_BYTES = 1_500_000


def test_every_chapter_has_its_text_and_every_text_its_chapter():
    assert set(TEXTS) - FRAME == set(BY_SLUG)
    assert len(CHAPTERS) == len(BY_SLUG)


def test_every_picture_is_taken_and_shown_and_of_its_size():
    files = {file.stem: file for file in (ROOT / "static/help").glob("*.webp")}
    shown = [name for text in TEXTS.values() for name in SHOWN.findall(text)]
    assert set(shown) == set(files) == {shot.name for shot in SHOTS}
    assert len(shown) == len(set(shown))
    assert [name for name, file in files.items() if measured(file) != size_of(name)] == []
    assert sum(file.stat().st_size for file in files.values()) <= MOST_BYTES


def measured(file: Path) -> tuple[int, int]:
    with Image.open(file) as picture:
        return picture.size


def test_a_picture_says_what_it_shows_and_takes_its_room_at_once():
    assert shot("phone_field", "手机上的<页面>", "说明") == (
        '<figure class="manual-shot manual-shot-phone"><img src="/static/help/phone_field.webp" '
        'alt="手机上的&lt;页面&gt;" width="390" height="844" loading="lazy" decoding="async">'
        "<figcaption>说明</figcaption></figure>"
    )


@pytest.mark.django_db
def test_everybody_reads_every_chapter(client, roles):
    client.force_login(make_user(Role.HELPER))
    answers = {slug: client.get(reverse("accounts:help_page", args=[slug])) for slug in BY_SLUG}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert client.get("/accounts/help/nothing/").status_code == 404


@pytest.mark.django_db
def test_the_contents_list_what_a_role_needs_first(client, roles):
    client.force_login(make_user(Role.VILLAGE_OFFICER))
    page = client.get(reverse("accounts:help"))
    mine = [chapter.slug for chapter in page.context["mine"]]
    others = [chapter.slug for chapter in page.context["others"]]
    assert set(mine) | set(others) == set(BY_SLUG)
    assert ("rectify" in mine, "bulletin" in others) == (True, True)


@pytest.mark.parametrize(
    ("page", "slug"),
    [
        ("home", "home"),
        ("inspections:round_assign", "teams"),
        ("inspections:round_detail", "round"),
        ("inspections:problem_plan", "rectify"),
        ("inspections:problem_list", "problems"),
        ("projects:plan", "plan"),
        ("admin:accounts_user_changelist", "settings"),
    ],
)
def test_a_page_leads_to_the_chapter_that_explains_it(page, slug):
    assert chapter_of(page).slug == slug


def test_a_page_nobody_explains_leads_to_the_contents():
    assert chapter_of("accounts:job") is None


def test_every_page_a_chapter_explains_is_there():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for space, (_, resolver) in get_resolver().namespace_dict.items():
        names |= {f"{space}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}
    starts = [start for chapter in CHAPTERS for start in chapter.pages]
    assert [start for start in starts if not any(n.startswith(start) for n in names)] == []


def test_every_link_of_the_manual_leads_somewhere():
    named = {
        (name, argument)
        for text in TEXTS.values()
        for name, argument in re.findall(r"\{% url '([\w:]+)'(?: '(\w+)')? %\}", text)
    }
    lost = []
    for name, argument in named:
        try:
            reverse(name, args=[argument] if argument else [])
        except NoReverseMatch:
            lost.append(name)
    assert lost == []


@pytest.mark.django_db
def test_a_form_that_was_too_late_gives_back_what_was_written(roles):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(make_user(Role.TOWNSHIP_OFFICER))
    form = {
        "reason": "连日暴雨，进场道路中断。",
        "due_on": "2016-08-19",
        "password": "口令口令口令口令",
    }
    ours = careful.post(
        reverse("accounts:toured"), form, headers={"Referer": "http://testserver/"}
    )
    strange = careful.post(reverse("accounts:toured"), form, headers={"Origin": "http://a.cn"})
    assert ours.status_code == strange.status_code == 403
    assert ours.content.decode().count("连日暴雨") == 1
    assert "口令口令" not in ours.content.decode()
    assert "连日暴雨" not in strange.content.decode()


@pytest.mark.django_db
def test_what_is_not_there_says_that_it_may_be_another_places(client):
    client.force_login(make_user())
    page = client.get("/inspections/nothing/")
    assert page.status_code == 404
    assert "不存在，或不在您的管理范围内" in page.content.decode()


def test_a_page_of_a_breakdown_keeps_the_look(rf):
    request = rf.get("/", headers={"Cookie": "look_theme=dark"})
    broken, unread = server_error(request), bad_request(request)
    assert (broken.status_code, unread.status_code) == (500, 400)
    assert b'data-bs-theme="dark"' in broken.content
    assert b'data-bs-theme="dark"' in unread.content
