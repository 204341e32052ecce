"""The base of every task: a queue that cannot be reached never fails a page."""

import functools
import logging
from typing import Any

from celery.contrib.django.task import DjangoTask
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

HURRY = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "max_retries": 0}  # a page waits
logger = logging.getLogger(__name__)


class PatientTask(DjangoTask):
    """A task whose row waits for the sweep when no worker can be woken now."""

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Wake a worker once the change is committed."""
        transaction.on_commit(functools.partial(self.wake, *args, **kwargs))

    def wake(self, *args: Any, **kwargs: Any) -> bool:
        """Send the task once, without retries; False when the queue cannot be reached."""
        options = {**self.app.conf.broker_transport_options, **HURRY}
        try:
            with self.app.connection_for_write(transport_options=options) as connection:
                self.apply_async(args, kwargs, retry=False, connection=connection)
        except (OperationalError, RedisError, OSError):
            logger.warning(
                "The queue cannot be reached: %s%r waits for the sweep.", self.name, args
            )
            return False
        return True
