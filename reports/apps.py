from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "通报与台账"

    def ready(self) -> None:
        """Register the checks and the kinds of jobs."""
        from reports import checks, tasks  # noqa: F401, PLC0415 -- models must be loaded first
