"""Personal data is sealed before it is stored, and found by a keyed index (decision 0009).

AES-256-GCM; `place` names table and column and is bound to the text, so that a sealed value moved
to another column does not open. The index is HMAC-SHA256 under a key of its own.
"""

import base64
import hmac
import os
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12
_INDEX_DIGITS = 32


class CannotOpen(Exception):
    """A sealed value was changed, moved, or sealed with a key that is not there."""


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal(text: str, *, place: str) -> str:
    """Seal a text; the empty text stays empty."""
    return seal_all([text], place=place)[0]


def seal_all(texts: Iterable[str], *, place: str) -> list[str]:
    """Seal many texts of one column."""
    keys = settings.DATA_KEYS
    name, bound = keys.current, place.encode()
    encrypt = _cipher(keys.sealing[name]).encrypt
    sealed, texts = [], list(texts)
    noise = os.urandom(_NONCE * len(texts))  # asked of the kernel once, not for each text
    for at, text in enumerate(texts):
        nonce = noise[at * _NONCE : (at + 1) * _NONCE]
        packed = base64.b64encode(nonce + encrypt(nonce, text.encode(), bound)) if text else b""
        sealed.append(f"{name}:{packed.decode()}" if text else "")
    return sealed


def open_sealed(sealed: str, *, place: str) -> str:
    """Open a sealed text; raises CannotOpen for one that was not sealed for this place."""
    if not sealed:
        return ""
    name, _, packed = sealed.partition(":")
    try:
        return open_bytes(base64.b64decode(packed), key=name, place=place).decode()
    except ValueError as error:
        raise CannotOpen(place) from error


def seal_bytes(content: bytes, *, place: str) -> bytes:
    """Seal the content of a file: the key's name, a colon, nonce and ciphertext."""
    keys = settings.DATA_KEYS
    nonce = os.urandom(_NONCE)
    packed = _cipher(keys.sealing[keys.current]).encrypt(nonce, content, place.encode())
    return b"".join((keys.current.encode(), b":", nonce, packed))


def open_file(content: bytes, *, place: str) -> bytes:
    """Open what `seal_bytes` gave; raises CannotOpen for anything else."""
    name, _, packed = content.partition(b":")
    return open_bytes(packed, key=name.decode("ascii", "replace"), place=place)


def open_bytes(packed: bytes, *, key: str, place: str) -> bytes:
    """Open nonce and ciphertext with a named key; raises CannotOpen."""
    try:
        cipher = _cipher(settings.DATA_KEYS.sealing[key])
        return cipher.decrypt(packed[:_NONCE], packed[_NONCE:], place.encode())
    except (KeyError, InvalidTag, ValueError) as error:
        raise CannotOpen(place) from error


def search_keys(texts: Iterable[str]) -> list[str]:
    """Give the search keys of many texts."""
    key, digest = settings.DATA_KEYS.index, hmac.digest
    return [
        digest(key, text.encode(), "sha256").hex()[:_INDEX_DIGITS] if text else ""
        for text in texts
    ]


def search_key(text: str) -> str:
    """Give the keyed index a text is found by; the same text gives the same 32 hex digits."""
    if not text:
        return ""
    return hmac.digest(settings.DATA_KEYS.index, text.encode(), "sha256").hex()[:_INDEX_DIGITS]
