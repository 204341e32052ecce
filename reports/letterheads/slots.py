"""The named slots of an office's own template, and how they are found in a paragraph's runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SLOT = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
TEXT, PARAGRAPH = f"{W}t", f"{W}p"


@dataclass(frozen=True)
class Slot:
    """A name an office may write as {{name}}; a block takes a paragraph of its own."""

    name: str
    meaning: str
    block: bool = False
    required: bool = False


SLOTS = (
    Slot("发文机关", "版头的机关名称；几个机关联合发文时每个一行。专报为报头“督查专报”。"),
    Slot("文号", "如 目督通〔2016〕7号；编号前空着号码。"),
    Slot("期号", "专报的期号，如 第3期（总第15期）；其他文种没有。"),
    Slot("签发人", "上行文的签发人姓名；其他文种没有。"),
    Slot("标题", "公文标题，按词意分行。", required=True),
    Slot("主送", "主送机关，末尾不带冒号，冒号请写在模板里。"),
    Slot("正文", "全部正文和表格，按公文格式排版。", block=True, required=True),
    Slot("附件说明", "“附件：1.……”各行；没有附件时不印。"),
    Slot("署名", "发文机关署名。"),
    Slot("成文日期", "如 2016年8月3日；签发前为空白日期。"),
    Slot("附件", "附件全文，各自另起一页；模板里没有时排在最后。", block=True),
    Slot("抄送", "抄送机关，末尾不带句号。"),
    Slot("印发机关", "版记的印发机关。"),
    Slot("印发日期", "版记的日期，不带“印发”二字；印发前为空白日期。"),
)
BY_NAME = {slot.name: slot for slot in SLOTS}


def paragraph_texts(root: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Give each paragraph below `root` with its own pieces of text, in order.

    A text box stands inside a paragraph; its paragraphs are given for themselves. Takes an
    element of the standard library as well as one of lxml.
    """
    found: dict[int, tuple[Any, list[Any]]] = {}
    waiting: list[tuple[Any, Any]] = [(root, None)]
    while waiting:
        node, holder = waiting.pop()
        if node.tag == PARAGRAPH:
            holder = node
            found[id(node)] = (node, [])
        elif node.tag == TEXT and holder is not None:
            found[id(holder)][1].append(node)
        waiting.extend((child, holder) for child in reversed(list(node)))
    yield from found.values()


def joined(pieces: list[Any]) -> str:
    """Give a paragraph's words, however many runs Word has cut them into."""
    return "".join(piece.text or "" for piece in pieces)


def slots_in(text: str) -> list[str]:
    """Give the names of the slots in a paragraph's words."""
    return [match[1] for match in SLOT.finditer(text)]
