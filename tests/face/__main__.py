"""The whole site looked at: every page, role, size and theme; pictures and a list of faults.

python -m tests.face         all of it, in var/face (half an hour and more on two processors)
python -m tests.face once    every page by one role only, in all sizes and themes (ten minutes)
"""

import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "face"
SITE = {
    "TRIAL": "1", "DEMO_TODAY": "2016-07-29", "VAR_DIR": str(FOLDER / "site"),
    "FONT_DIR": os.environ.get("FONT_DIR", str(ROOT / "var" / "fonts")), "LOG_LEVEL": "CRITICAL",
    "DJANGO_SETTINGS_MODULE": "config.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}  # fmt: skip
PROCESSES = 2


def main(arguments: list[str]) -> int:
    """Build the site, look at it and tell; 1 where something is wrong."""
    for name in ("DATABASE_URL", "REDIS_URL", "DATA_KEY_FILE", "MEDIA_ROOT"):
        os.environ.pop(name, None)
    os.environ.update(SITE)
    build()
    import django  # noqa: PLC0415 -- its settings are the lines above

    django.setup()
    logging.disable(logging.CRITICAL)  # being refused is asked for here
    from tests.face import tour  # noqa: PLC0415 -- models need the set-up

    once = "once" in arguments
    began = time.monotonic()
    pages, unseen = tour.prepare(once=once)
    with gunicorn() as site, get_context("fork").Pool(PROCESSES) as pool:
        shares = [tour.share(pages, number, PROCESSES) for number in range(PROCESSES)]
        given = [(site, share, FOLDER) for share in shares]
        faults = [fault for part in pool.starmap(tour.walk, given) for fault in part]
        faults += tour.firefox(site, pages, FOLDER)
    sheet = tour.sheet(FOLDER)
    (FOLDER / "faults.json").write_text(
        json.dumps([asdict(fault) for fault in faults], ensure_ascii=False, indent=1), "utf-8"
    )
    say = sys.stdout.write
    different = sorted(set(faults), key=lambda one: (one.rule, one.page, one.screen))
    for fault in different:
        say(f"{fault.rule}  {fault.page}  {fault.letter}  {fault.screen}  {fault.what}\n")
    for name, letters in unseen.items():
        say(f"无此记录：{name}  {letters}\n")
    names = {page.name for page in pages}
    say(f"\n{len(names)} 个页面、{len(pages)} 次打开、{time.monotonic() - began:.0f} 秒；")
    rules = dict(Counter(fault.rule for fault in different))
    say(f"问题 {len(different)} 处 {rules}\n{sheet}\n")
    return 1 if faults else 0


def build() -> None:
    """Make the demo district anew in a folder of its own."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "site").mkdir(parents=True)
    out = str(FOLDER / "site" / "out")
    for words in (["migrate", "-v0"], ["demo_district", "--out", out]):
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- ours


@contextmanager
def gunicorn() -> Iterator[str]:
    """Serve the site as in use, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", address]
    process = subprocess.Popen(  # noqa: S603 -- a fixed command
        [*command, "--config", "config/deploy/gunicorn_conf.py"], cwd=ROOT
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(address.rpartition(":")[2]))) == 0:
                    break
            time.sleep(0.2)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
