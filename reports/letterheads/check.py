"""What is wrong with an office's own template: where it is, and what to do about it.

A template is printed from for months and opened on other people's computers, so nothing in it may
run, fetch or embed; and a slot nobody fills would go out with the document.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from io import BytesIO
from xml.etree.ElementTree import Element

from docx import Document

from reports.letterheads.package import DAMAGED, MAIN, NOT_WORD, TYPES, Package, open_package
from reports.letterheads.slots import BY_NAME, SLOT, SLOTS, W, joined, paragraph_texts, slots_in

SLOTTED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
WORDS = {"document": "正文", "header": "页眉", "footer": "页脚", "settings": "设置"}
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"}
FETCHING = {"INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "IMPORT", "INCLUDE"}
MACRO = "带有宏，请另存为不带宏的.docx。"
EMBEDDED = "嵌有其他文件或控件（OLE、ActiveX），请删除，或改成文字、图片。"
SPREAD = ("{{", "}}", "｛｛", "｝｝")
ELEMENTS = {
    f"{W}altChunk": "嵌有另一份文档（altChunk），请打开后复制其内容，再删除。",
    f"{W}subDoc": "引用了子文档，请断开或删除。",
    f"{W}object": EMBEDDED,
    f"{W}control": EMBEDDED,
    f"{W}mailMerge": "设有邮件合并，请在“邮件”中改回普通Word文档。",
    f"{W}ins": "有修订痕迹，请接受或拒绝全部修订。",
    f"{W}del": "有修订痕迹，请接受或拒绝全部修订。",
    f"{W}moveFrom": "有修订痕迹，请接受或拒绝全部修订。",
    f"{W}moveTo": "有修订痕迹，请接受或拒绝全部修订。",
    f"{W}comment": "有批注，请全部删除。",
}
RELATIONS = {
    "vbaproject": MACRO,
    "wordvbadata": MACRO,
    "oleobject": EMBEDDED,
    "package": EMBEDDED,
    "control": EMBEDDED,
    "activexcontrolbinary": EMBEDDED,
    "afchunk": ELEMENTS[f"{W}altChunk"],
}
SOURCES = {"src", "href", "althref"}


def complaints(content: bytes) -> list[str]:
    """Say in Chinese all that is wrong with a template; an empty list means it may be kept."""
    package = open_package(content)
    if package.wrong:
        return list(package.wrong)
    found = [*_members(package), *_contents(package), *_slots(package)]
    told = list(dict.fromkeys(found))
    return told or _opened(content)


def slot_names(content: bytes) -> list[str]:
    """Give the slots of a sound template in the order they are explained in."""
    held = {name for _, _, text in _paragraphs(open_package(content)) for name in slots_in(text)}
    return [slot.name for slot in SLOTS if slot.name in held]


def _opened(content: bytes) -> list[str]:
    """Let the library that will fill the template open it."""
    try:
        made = Document(BytesIO(content))
        sound = len(made.sections) > 0 and made.element.body.sectPr is not None
    except (KeyError, ValueError, AttributeError, TypeError):  # what it raises at odd files
        return [DAMAGED]
    return [] if sound else ["没有页面设置，请用Word或WPS打开后另存为.docx。"]


def _members(package: Package) -> Iterator[str]:
    """Find macros and embedded files by what the members are called and said to be."""
    told = " ".join(package.names).lower()
    types = {node.get("ContentType", "").lower() for node in dict(package.parts)[TYPES]}
    if (
        "vbaproject" in told
        or "vbadata" in told
        or any("macroenabled" in kind or "vba" in kind for kind in types)
    ):
        yield MACRO
    if "word/embeddings/" in told or "word/activex/" in told:
        yield EMBEDDED


def _contents(package: Package) -> Iterator[str]:
    """Go through every part for what fetches, embeds or is left over from editing."""
    for name, root in package.parts:
        place = _place(name)
        for node in root.iter():
            if node.tag == RELATION:
                yield from _relation(node, place)
            elif node.tag in ELEMENTS:
                yield f"{place}：{ELEMENTS[node.tag]}"
            yield from _fetched(node, place)
        yield from _fields(root, place)


def _relation(node: Element, place: str) -> Iterator[str]:
    kind, target = node.get("Type", "").lower(), node.get("Target", "")
    if kind.rpartition("/")[2] in RELATIONS:
        yield f"{place}：{RELATIONS[kind.rpartition('/')[2]]}"
    if node.get("TargetMode", "").lower() != "external" and not _leads_out(target):
        return
    shown = target[:60]
    if kind.endswith("/attachedtemplate"):
        yield f"{place}：挂接了外部模板“{shown}”，请在“开发工具—文档模板”中改为Normal。"
    elif kind.endswith("/hyperlink"):
        yield f"{place}：有超链接“{shown}”，请取消超链接，只留文字。"
    elif kind.endswith("/image"):
        yield f"{place}：图片从“{shown}”链接而来，请改为插入到文件里。"
    else:
        yield f"{place}：引用了外部内容“{shown}”，请断开链接或删除。"


def _leads_out(target: str) -> bool:
    return "://" in target or target.startswith(("\\\\", "//")) or target.lower()[:5] == "file:"


def _fetched(node: Element, place: str) -> Iterator[str]:
    """Find addresses written straight into a picture of the older drawing language."""
    for name, value in node.attrib.items():
        if name.rpartition("}")[2].lower() in SOURCES and _leads_out(value):
            yield f"{place}：引用了外部内容“{value[:60]}”，请断开链接或删除。"


def _fields(root: Element, place: str) -> Iterator[str]:
    """Name the fields that are no page numbers; a field within a field counts for itself."""
    for asked in _instructions(root):
        word = (asked.split() or [""])[0].upper()
        if word in PAGE_FIELDS:
            continue
        if word in FETCHING:
            yield f"{place}：有会取用外部内容的域“{word}”，请删除该域，只留文字。"
        else:
            yield f"{place}：有域“{word[:20]}”，只可用页码域，请转成文字（Ctrl+Shift+F9）。"


def _instructions(root: Element) -> Iterator[str]:
    open_fields: list[list[str]] = []
    for node in root.iter():
        if node.tag == f"{W}fldSimple":
            yield node.get(f"{W}instr", "")
        elif node.tag == f"{W}fldChar" and node.get(f"{W}fldCharType") == "begin":
            open_fields.append([])
        elif node.tag == f"{W}fldChar" and node.get(f"{W}fldCharType") == "end" and open_fields:
            yield "".join(open_fields.pop())
        elif node.tag == f"{W}instrText":
            if open_fields:
                open_fields[-1].append(node.text or "")
            else:
                yield node.text or ""
    yield from map("".join, open_fields)


def _paragraphs(package: Package) -> Iterator[tuple[str, Element, str]]:
    for name, root in package.parts:
        for paragraph, pieces in paragraph_texts(root):
            yield name, paragraph, joined(pieces)


def _slots(package: Package) -> Iterator[str]:
    """Find slots that are missing, unknown, cut open or where nothing can be filled in."""
    body = dict(package.parts)[MAIN].find(f"{W}body")
    if body is None:
        yield NOT_WORD
        return
    in_body = {id(node) for node in body}
    held: list[str] = []
    for name, paragraph, text in _paragraphs(package):
        place = _place(name)
        names = slots_in(text)
        held += names
        yield from _broken(text, place)
        yield from _unknown(names, place)
        if names and not SLOTTED.fullmatch(name):
            yield f"{place}：槽位不能放在这里，请移到正文、页眉或页脚。"
        blocks = [one for one in names if one in BY_NAME and BY_NAME[one].block]
        if blocks and not (id(paragraph) in in_body and _stands_alone(paragraph, text)):
            yield (
                f"{place}：“{{{{{blocks[0]}}}}}”须单独成段，段内不能有其他文字、图片、"
                "分页符或分节符，也不能放在表格、文本框、页眉页脚里。"
            )
    yield from _counted(held)


def _counted(held: list[str]) -> Iterator[str]:
    for slot in SLOTS:
        if slot.required and slot.name not in held:
            yield f"缺少“{{{{{slot.name}}}}}”，请在模板里相应的位置写上。"
        if slot.block and held.count(slot.name) > 1:
            yield f"“{{{{{slot.name}}}}}”只能有一处，请删去多余的。"


def _broken(text: str, place: str) -> Iterator[str]:
    rest = SLOT.sub("", text)
    if any(mark in rest for mark in SPREAD):
        yield f"{place}：“{rest.strip()[:20]}”的花括号不成对或是全角，请写成“{{{{标题}}}}”的样子。"


def _unknown(names: Iterable[str], place: str) -> Iterator[str]:
    for name in names:
        if name in BY_NAME:
            continue
        near = get_close_matches(name, BY_NAME, n=2, cutoff=0.3)
        meant = "，是否想写" + "或".join(f"“{{{{{one}}}}}”" for one in near) if near else ""
        yield f"{place}：没有名为“{{{{{name[:20]}}}}}”的槽位{meant}？请改正或删去。"


def _stands_alone(paragraph: Element, text: str) -> bool:
    others = ("drawing", "pict", "br", "sectPr", "fldChar", "txbxContent")
    return bool(SLOT.fullmatch(text.strip())) and not any(
        paragraph.find(f".//{W}{tag}") is not None for tag in others
    )


def _place(name: str) -> str:
    """Name a part as its reader knows it."""
    file = name.rpartition("/")[2].removesuffix(".rels").removesuffix(".xml")
    words = WORDS.get(file.rstrip("0123456789"))
    return words or name
