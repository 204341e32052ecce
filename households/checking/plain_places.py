"""Finding the villages that the rows of a sheet name by 乡 and 行政村."""

from households.checking.data import Level
from households.checking.figures import EMPTY
from households.checking.places import Found, Places
from households.checking.plain_sheet import PlainSheet
from households.identity import normal_text


def find_villages(sheet: PlainSheet, *, required: bool = True) -> list[str]:
    """Give each row's village code; "" where it is not named or not found.

    A name that several townships have needs the township beside it. Rows of other places than the
    user's are rejected; a name no longer in use is warned of. Source: domain §5 nos. 23–26.
    """
    townships, villages = sheet.cells("township"), sheet.cells("village")
    wanted = [
        (_name(township), _name(village))
        for township, village in zip(townships, villages, strict=True)
    ]
    answers = {names: _look(sheet.options.places, *names) for names in set(wanted)}
    return [
        _told(sheet, at, names, answers[names], required=required)
        for at, names in enumerate(wanted)
    ]


def _told(
    sheet: PlainSheet, at: int, names: tuple[str, str], found: Found, *, required: bool
) -> str:
    """Give the code of a row's village, or complain."""
    shown = "/".join(filter(None, names))
    if names == ("", "") and not required:
        return ""
    if found.code and not found.code.startswith(sheet.options.scope):
        sheet.complain(at, "行政村", shown, "不在本人负责的区域")
        return ""
    if not found.code:
        sheet.complain(at, found.column, shown, found.reason)
    elif found.former:
        text = f"是原来的名称，现为{sheet.options.places.labels.get(found.code, found.code)}"
        sheet.complain(at, "行政村", shown, text, level=Level.WARN)
    return found.code


def _look(places: Places, township: str, village: str) -> Found:
    """Look one village up, in its township or, where none is named, in the whole county."""
    if township or not village:
        return places.look("", township, village)
    found = {
        answer.code: answer
        for name in places.townships
        if (answer := places.look("", name, village)).code
    }
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        return Found(column="乡", reason=f"{len(found)}个乡镇都有这个村，请填写乡镇")
    return Found(column="行政村", reason="本区县没有这个村")


def _name(text: str) -> str:
    """Bring a place's name to one form; a dash is no name."""
    name = normal_text(text)
    return "" if name in EMPTY else name
