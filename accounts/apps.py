from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "人员与权限"

    def ready(self) -> None:
        """Read the listings the apps declare, so that a worker knows them too."""
        autodiscover_modules("lists")
