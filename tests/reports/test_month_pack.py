import hashlib
import json
import shutil
import subprocess
import zipfile
from io import BytesIO

import pytest

from reports.month_pack import Cover, NotAsSealed, Piece, safe_name, write_pack

COVER = Cover(
    "七月通报", "目督通〔2016〕7号", "已印发", "大安区", "2016-07", "ab" * 32, "2016-08-03 09:00"
)
SUMMER = shutil.which("sha256sum") or "sha256sum"
SHA = hashlib.sha256(b"one two").hexdigest()


def piece(path="1-通报/七月通报.docx", sha256=SHA):
    return Piece(path, "通报（Word）", lambda: [b"one ", b"two"], sha256)


@pytest.fixture
def pack():
    out = BytesIO()
    write_pack(out, COVER, [piece(), piece("facts.json")])
    return out


def test_names_are_read_as_they_were_written(pack):
    names = zipfile.ZipFile(pack).namelist()
    assert names == [
        "1-通报/七月通报.docx",
        "facts.json",
        "manifest.json",
        "清单.txt",
        "SHA256SUMS",
    ]


def test_the_manifest_says_what_each_file_is_its_size_and_digest(pack):
    told = json.loads(zipfile.ZipFile(pack).read("manifest.json"))
    assert (told["number"], told["facts_sha"]) == (COVER.number, COVER.facts_sha)
    assert told["files"][0] == {
        "path": "1-通报/七月通报.docx", "what": "通报（Word）", "bytes": 7, "sha256": SHA,
    }  # fmt: skip


def test_sha256sum_checks_every_file_but_its_own(pack, tmp_path):
    zipfile.ZipFile(pack).extractall(tmp_path)
    done = subprocess.run(  # noqa: S603 - the real program checks the real file
        [SUMMER, "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=True, text=True
    )
    assert done.stdout.count(": OK") == 4


def test_the_list_for_people_names_each_file_and_how_to_check(pack):
    text = zipfile.ZipFile(pack).read("清单.txt").decode()
    assert all(said in text for said in ("七月通报.docx", SHA, "7字节", "sha256sum -c SHA256SUMS"))


def test_a_file_that_was_changed_since_is_not_packed():
    with pytest.raises(NotAsSealed, match="七月通报"):
        write_pack(BytesIO(), COVER, [piece(sha256="0" * 64)])


def test_the_same_pieces_give_the_same_bytes(pack):
    again = BytesIO()
    write_pack(again, COVER, [piece(), piece("facts.json")])
    assert again.getvalue() == pack.getvalue()


def test_progress_is_told_after_each_file():
    told = []
    write_pack(BytesIO(), COVER, [piece("a"), piece("b"), piece("c")], progress=told.append)
    assert told == [33, 66, 99]


def test_a_name_holds_nothing_a_folder_cannot():
    assert safe_name('510304-2016-07/1 "甲":乙') == "510304-2016-07-1 -甲--乙"
