"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from config.slow_clients import BodyDeadline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = BodyDeadline(get_wsgi_application())

# What is loaded by now stays for good: the collector need not walk it again and again, and lets
# a request's own objects gather before it looks at them.
resolve("/")  # loads the addresses and all that hangs on them
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
