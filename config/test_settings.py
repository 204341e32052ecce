"""Settings of the test run: plain static files, a fast hasher, folders of its own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("VAR_DIR", str(Path(tempfile.gettempdir()) / f"ducha-tests-{os.getuid()}"))
os.environ.setdefault("FONT_DIR", str(Path(__file__).resolve().parent.parent / "var" / "fonts"))
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
os.environ.setdefault("TRIAL", "1")

from config.settings import *  # noqa: F403 -- the environment must be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# what the models say, at once; tests/households/test_migrations.py: the migrations make the same
DATABASES["default"]["TEST"] = {"MIGRATE": False}  # noqa: F405 -- as above
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
# the walks over every address are refused thousands of times; a refusal is not worth a line here
LOGGING["loggers"] = {name: {"level": "ERROR"} for name in ("django.request", "axes")}  # noqa: F405 -- as above
