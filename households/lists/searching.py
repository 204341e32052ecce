"""What somebody typed into a search box of the register: a name, a number, a person's number."""

import re

from accounts.masking import mask_identity, mask_phone, may_search
from accounts.models import User
from accounts.sealing import search_key
from accounts.searches import Search
from households.identity import normal_text

_IDENTITY = re.compile(r"[0-9]{6}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{5}[0-9X]")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8}")
_NUMBER = re.compile(r"[0-9A-Z]+")
_HAN = re.compile(r"[^\x00-\x7f]")


def read_search(user: User, text: str) -> Search | None:
    """Tell what was typed; None for what this user may not look for or cannot be looked for.

    Identity and telephone numbers are found whole, by their keyed index; names and the register's
    own numbers by how they begin.
    """
    word = normal_text(text).upper()
    if _IDENTITY.fullmatch(word):
        return _keyed(user, "identity", "identity_number", word, f"证件号码 {mask_identity(word)}")
    if _PHONE.fullmatch(word):
        return _keyed(user, "phone", "phone", word, f"电话 {mask_phone(word)}")
    if _NUMBER.fullmatch(word):
        return Search("number", word, f"编号 {word}…")
    if _HAN.search(word) and may_search(user, "name"):
        name = text.strip()
        return Search("name", name, f"姓名 {name}…")
    return None


def _keyed(user: User, kind: str, field: str, word: str, told: str) -> Search | None:
    return Search(kind, search_key(word), told) if may_search(user, field) else None
