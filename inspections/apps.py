from django.apps import AppConfig

from households.uses import register_use


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "督查"

    def ready(self) -> None:
        """Tell the register which households rounds stand on."""
        from inspections.uses import households_in_rounds  # noqa: PLC0415 -- models come first

        register_use("督查", households_in_rounds)
