"""Running a module of ours on a file in a child process, so that no file harms this one."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

MEMORY = 512 * 1024 * 1024  # bytes a child may ask for; each limits itself before it reads
_ROOT = Path(__file__).resolve().parents[2]


def run_child(
    module: str, arguments: Sequence[str], *, told: bytes, out: IO[bytes], seconds: float
) -> bool:
    """Run a module with arguments and what it is told on its input; say whether it ended well.

    What it writes goes to `out`. Raises TimeoutError when it takes longer than `seconds`.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, no shell
            [sys.executable, "-m", module, *arguments],
            input=told,
            stdout=out,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env={"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"},
            cwd=_ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise TimeoutError from late
    return done.returncode == 0
