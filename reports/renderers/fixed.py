"""Make an Office file's bytes depend on its content only: equal documents, equal digests."""

import re
import zipfile
from datetime import UTC, date, datetime, time
from io import BytesIO

EPOCH = date(2000, 1, 1)
ZIP_TIME = (2000, 1, 1, 0, 0, 0)
CORE = "docProps/core.xml"
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")


def noon(day: date | None) -> datetime:
    """Give the moment written into a file's properties for a document of that day."""
    return datetime.combine(day or EPOCH, time(12), tzinfo=UTC)


def repacked(package: bytes, *, day: date | None) -> bytes:
    """Return the same zip package with fixed member times and the day as its only date."""
    stamp = noon(day).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == CORE:
                data = STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", data)
            member = zipfile.ZipInfo(name, date_time=ZIP_TIME)
            new.writestr(member, data, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()
