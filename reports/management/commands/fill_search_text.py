"""`manage.py fill_search_text`: make documents issued before the search was kept searchable."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.composing import document_of
from reports.models import Bulletin
from reports.search import search_text_of


class Command(BaseCommand):
    help = "补齐已印发文件的检索文字；可重复执行，已有检索文字的文件不再处理。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill what is missing; the closed book itself is not touched."""
        waiting = Bulletin.objects.issued().filter(search_text="").values_list("pk", flat=True)
        numbers = list(waiting)
        for pk in numbers:
            held = Bulletin.objects.get(pk=pk)
            Bulletin.objects.filter(pk=pk).update(search_text=search_text_of(document_of(held)))
        self.stdout.write(f"已补齐{len(numbers)}份文件的检索文字。")
