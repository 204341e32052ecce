from django.urls import reverse

from accounts.looks import Look, look_of


def choose(client, **sent):
    return client.post(reverse("accounts:look"), sent)


def test_a_chosen_look_is_kept_in_the_browser_and_leads_back(client, db):
    page = reverse("accounts:login") + "?next=/plan/"
    answer = choose(client, theme="dark", size="large", next=page)
    assert (answer.status_code, answer.url) == (302, page)
    text = client.get(page).content.decode()
    assert 'data-bs-theme="dark" data-size="large"' in text
    assert 'value="dark" aria-pressed="true"' in text
    assert 'value="normal" aria-pressed="true"' in text


def test_a_look_nobody_offers_or_an_address_elsewhere_changes_nothing(client, db):
    answer = choose(client, theme="pink", next="https://example.org/")
    assert answer.url == reverse("home")
    assert not answer.cookies
    assert look_of({"look_theme": "pink", "look_size": "huge"}) == Look()


def test_a_page_that_only_takes_forms_leads_to_the_first_page(client, db):
    signed, entry = reverse("inspections:order_sign_many"), reverse("accounts:look")
    assert {choose(client, theme="dark", next=page).url for page in (signed, entry)} == {"/"}
    assert choose(client, theme="dark", next="/no/such/page/").url == "/no/such/page/"


def test_the_system_is_followed_by_a_script_before_the_page_is_drawn(client, db):
    choose(client, theme="auto")
    assert "js/look.js" in client.get(reverse("accounts:login")).content.decode()
