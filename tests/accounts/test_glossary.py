import re
from pathlib import Path

import pytest

from accounts.glossary import GROUPS, TERMS
from accounts.templatetags.terms import term

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "templates").rglob("*.html"))
USED = re.compile(r'\{% term "([^"]+)"')
LEAST, LONGEST = 50, 60  # terms; characters of an explanation


def test_each_term_stands_once_with_a_short_sentence():
    told = [word for group in GROUPS for word in (term.word for term in group.terms)]
    long = [word for word, entry in TERMS.items() if len(entry.meaning) > LONGEST]
    assert (len(told) >= LEAST, len(told) - len(set(told)), long) == (True, 0, [])
    assert [word for word, entry in TERMS.items() if entry.meaning[-1] != "。"] == []


def test_every_term_a_page_explains_is_in_the_glossary():
    used = {word for page in PAGES for word in USED.findall(page.read_text("utf-8"))}
    assert used - set(TERMS) == set()


def test_no_term_stands_inside_a_link_a_button_or_a_label():
    inside = re.compile(r"<(a|button|label|summary)\b[^>]*>(?:(?!</\1>).)*\{% term ", re.DOTALL)
    assert [page.name for page in PAGES if inside.search(page.read_text("utf-8"))] == []


@pytest.mark.parametrize(("shown", "seen"), [("", "五个一"), ("“五个一”", "“五个一”")])
def test_a_term_is_a_button_with_its_explanation_beside_it(shown, seen):
    assert term("五个一", shown) == (
        '<span class="term"><button type="button" class="term-word" aria-expanded="false">'
        f'{seen}</button><span class="term-tip" role="tooltip">{TERMS["五个一"].meaning}</span>'
        "</span>"
    )


def test_an_unknown_term_is_refused():
    with pytest.raises(KeyError):
        term("没有这个词")
