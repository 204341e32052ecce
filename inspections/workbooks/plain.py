"""A workbook's lines as the loader takes them, where XLSForm writes a thing otherwise.

XLSForm has one row of settings (form_title, form_id), yes-or-no as `select_one yes_no`, a point
for a question's own answer, and also writes `begin group` and `true()`. Lines keep their numbers;
a line that only XLSForm needs is emptied. Imports nothing of ours.
"""

import re
from collections.abc import Callable, Mapping, Sequence

Lines = Sequence[Sequence[str]]
PARAMETERS = "parameters"  # the settings of ours, one a line, in an XLSForm workbook
YES_NO = (("yes_no", "yes", "是"), ("yes_no", "no", "否"))
FROM_SETTINGS = {"form_id": "code", "form_title": "form_title"}  # XLSForm's name: our key
ELSEWHERE = "见 settings 表"
ABOUT_ITSELF = ("constraint", "warning")
QUOTED = re.compile(r"""('[^']*'|"[^"]*")""")
POINT = re.compile(r"(?<![\w.}])\.(?![\w.])")
TRUE, FALSE = {"true", "true()", "是"}, {"no", "false", "false()", "否"}


def plain(book: Mapping[str, Lines]) -> dict[str, Lines]:
    """Give the sheets by our names with our words; a workbook written our way stays as it is."""
    sheets = dict(book)
    if PARAMETERS in book:
        sheets["settings"] = settings_lines(book.get("settings", ()), sheets.pop(PARAMETERS))
    if "survey" in book:
        lines = by_column(book["survey"], {"type": kind, "required": needed})
        sheets["survey"] = own_answer_named(lines)
    if "choices" in book:
        sheets["choices"] = without_yes_no(book["choices"])
    return sheets


def without_yes_no(lines: Lines) -> Lines:
    """The choices with the two lines emptied that only XLSForm needs."""
    names = ("list_name", "name", "label")
    if not lines or not set(names) <= set(lines[0]):
        return lines
    at = [lines[0].index(name) for name in names]
    return [
        () if tuple(line[place] for place in at if place < len(line)) in YES_NO else line
        for line in lines
    ]


def settings_lines(settings: Lines, parameters: Lines) -> Lines:
    """Our settings with the two that XLSForm has in its own row."""
    given = dict(zip(*settings[:2], strict=False)) if len(settings) > 1 else {}
    ours = {key: given[name] for name, key in FROM_SETTINGS.items() if given.get(name)}
    if not parameters or not {"key", "value"} <= set(parameters[0]):
        return parameters
    key, value = parameters[0].index("key"), parameters[0].index("value")
    lines = [filled(line, ours, key, value) for line in parameters]
    said = {line[key]: line[value] for line in lines if len(line) > max(key, value)}
    title = ours.get("form_title", "")
    if title and "form_title" not in said and title != said.get("title"):
        added = dict(zip(("key", "value"), ("form_title", title), strict=True))
        lines.append([added.get(name, "") for name in parameters[0]])
    return lines


def filled(line: Sequence[str], ours: Mapping[str, str], key: int, value: int) -> Sequence[str]:
    """A line whose value stands in XLSForm's row, with that value in its own place."""
    if len(line) <= max(key, value) or line[key] not in FROM_SETTINGS.values():
        return line
    own = "" if line[value] == ELSEWHERE else line[value]
    return [*line[:value], ours.get(line[key], own), *line[value + 1 :]]


def by_column(lines: Lines, changes: Mapping[str, Callable[[str], str]]) -> Lines:
    """Lines with the cells of some columns changed."""
    if not lines:
        return lines
    change = [changes.get(name, str) for name in lines[0]]
    rest = [[by(cell) for by, cell in zip(change, line, strict=False)] for line in lines[1:]]
    return [lines[0], *rest]


def kind(text: str) -> str:
    """A question's type in our word."""
    word, _, rest = text.partition(" ")
    if word in {"begin", "end"} and rest:
        return f"{word}_{rest}"
    return "yes_no" if (word, rest.strip()) == ("select_one", "yes_no") else text


def own_answer_named(lines: Lines) -> Lines:
    """Lines whose rules name the question's own answer, which XLSForm writes as a point."""
    if not lines or "name" not in lines[0]:
        return lines
    name = lines[0].index("name")
    rules = {lines[0].index(column) for column in ABOUT_ITSELF if column in lines[0]}
    return [
        lines[0],
        *(
            [named(cell, line[name]) if at in rules else cell for at, cell in enumerate(line)]
            if len(line) > name
            else line
            for line in lines[1:]
        ),
    ]


def named(rule: str, name: str) -> str:
    """A rule with the point for a question's own answer as its name; texts in quotes stay."""
    parts = QUOTED.split(rule)
    parts[::2] = [POINT.sub(f"${{{name}}}", part) for part in parts[::2]]
    return "".join(parts)


def needed(text: str) -> str:
    """Whether an answer is required, in our word."""
    return "yes" if text.lower() in TRUE else "no" if text.lower() in FALSE else text
