from reports.views.home import HomeView

__all__ = ["HomeView"]
