"""Templates made by hand: a plain one, and what hostile or careless people make of it."""

import zipfile
from io import BytesIO

import docx

from reports.renderers.fixed import repacked

PLAIN = ("{{发文机关}}", "{{文号}}", "{{标题}}", "{{主送}}：", "{{正文}}", "{{署名}}")


def make_template(*lines: str) -> bytes:
    """Make a template of these lines, the plain ones by default."""
    made = docx.Document()
    for line in lines or PLAIN:
        made.add_paragraph(line)
    out = BytesIO()
    made.save(out)
    return repacked(out.getvalue(), day=None)


def rezipped(content: bytes, more: dict[str, bytes]) -> bytes:
    """Give the package with these members added or replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name not in more:
                new.writestr(name, old.read(name))
        for name, data in more.items():
            new.writestr(name, data)
    return out.getvalue()


def changed(content: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """Replace bytes within a member."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        data = archive.read(member)
    assert old in data
    return rezipped(content, {member: data.replace(old, new, 1)})


def with_body(xml: str) -> bytes:
    """Put further XML before the end of a plain template's body."""
    return changed(make_template(), "word/document.xml", b"<w:sectPr", xml.encode() + b"<w:sectPr")


def with_relation(kind: str, target: str) -> bytes:
    """Give a plain template whose text relates to something outside."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    line = f'<Relationship Id="x9" Type="{space}/{kind}" Target="{target}" TargetMode="External"/>'
    end = b"</Relationships>"
    return changed(make_template(), "word/_rels/document.xml.rels", end, line.encode() + end)
