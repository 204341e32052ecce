"""The one clock: what day it is in Shanghai, and what time. A demonstration may stand in 2016."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Give this moment; on a demonstration's day (`DEMO_TODAY`), with the real time of day."""
    moment = timezone.localtime()
    if settings.DEMO_TODAY is None:
        return moment
    return datetime.combine(settings.DEMO_TODAY, moment.timetz())


def today() -> date:
    """Give this day in Shanghai, or the demonstration's."""
    return now().date()
