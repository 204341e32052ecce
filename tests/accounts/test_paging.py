import pytest

from accounts import paging
from accounts.models import Unit


@pytest.mark.django_db
@pytest.mark.parametrize("deep", [0, 300])
def test_a_deep_page_holds_the_same_rows_in_the_same_order(monkeypatch, deep):
    monkeypatch.setattr(paging, "DEEP", deep)
    for number in range(5):
        Unit.objects.create(name=f"单位{number}", kind=Unit.Kind.DEPARTMENT, area_code="510304")
    rows = Unit.objects.filter(name__startswith="单位").order_by("-name").values_list("name")
    page = paging.CappedPaginator(rows, 2).page(2)
    assert list(page.object_list) == [("单位2",), ("单位1",)]
