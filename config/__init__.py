"""Settings, addresses, the API's router and the queue."""

from config.celery_app import app as celery_app

__all__ = ["celery_app"]
