"""`python -m tests.bench.run_part NAME`: one part, in a process where Django is ready."""

import importlib
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    importlib.import_module(f"tests.bench.{sys.argv[1]}").main()
