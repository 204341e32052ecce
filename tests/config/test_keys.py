import base64
import stat

import pytest

from config.env import BadSetting
from config.keys import add_key, make_keys, read_keys

GOOD = base64.b64encode(b"1" * 32).decode()


def test_a_made_key_file_reads_back_and_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "keys" / "data.keys"
    make_keys(path)

    keys = read_keys(path)
    assert (list(keys.sealing), keys.current, len(keys.index)) == (["k1"], "k1", 32)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_making_keys_again_changes_nothing(tmp_path):
    path = tmp_path / "data.keys"
    make_keys(path)
    before = path.read_text()
    make_keys(path)

    assert path.read_text() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_added_key_seals_and_the_others_stay(tmp_path):
    path = tmp_path / "data.keys"
    make_keys(path)
    before = read_keys(path)

    assert add_key(path) == "k2"
    after = read_keys(path)
    assert (after.current, after.sealing["k1"], after.index) == (
        "k2",
        before.sealing["k1"],
        before.index,
    )


def test_a_new_key_never_takes_the_name_of_one_that_is_there(tmp_path):
    path = tmp_path / "data.keys"
    make_keys(path)
    add_key(path)
    newest, _, index, _ = path.read_text().split("\n")
    path.write_text(f"{newest}\n{index}\n")

    assert add_key(path) == "k3"
    assert list(read_keys(path).sealing) == ["k3", "k2"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "应有 index 一行"),
        (f"k1 {GOOD}\n", "应有 index 一行"),
        (f"index {GOOD}\n", "应有 index 一行"),
        (f"k1 short\nindex {GOOD}\n", "k1 一行不是32字节"),
        (f"K-1 {GOOD}\nindex {GOOD}\n", "K-1 一行"),
        (f"k1 {GOOD}\nk1 {GOOD}\nindex {GOOD}\n", "k1 一行重复"),
    ],
)
def test_a_key_file_that_cannot_be_used_stops_the_start(tmp_path, text, reason):
    path = tmp_path / "data.keys"
    path.write_text(text)

    with pytest.raises(BadSetting, match=reason):
        read_keys(path)


def test_a_missing_key_file_says_how_to_make_one(tmp_path):
    with pytest.raises(BadSetting, match="new_data_key"):
        read_keys(tmp_path / "none")
