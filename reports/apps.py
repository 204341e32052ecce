from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "通报与台账"

    def ready(self) -> None:
        """Register the checks, the kinds of jobs, and a list outside `lists`."""
        from reports import (  # noqa: PLC0415 -- models must be loaded first
            checks,  # noqa: F401 -- registers itself
            number_list,  # noqa: F401 -- registers itself
            tasks,  # noqa: F401 -- registers itself
        )
