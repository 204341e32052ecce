"""Forms of the register."""

from typing import Any, cast

from django import forms

from accounts.forms import DayInput
from accounts.models import Unit, User
from households.models import Area, Posting


class UnmaskForm(forms.Form):
    """Why somebody wants to see an identity number in full."""

    reason = forms.CharField(label="查看事由", max_length=100, help_text="将记入操作留痕。")


class PostingForm(forms.Form):
    """Who takes up a post of a village, from when."""

    post = forms.ChoiceField(label="岗位")
    person_name = forms.CharField(label="姓名", max_length=40, required=False)
    title = forms.CharField(label="职务", max_length=40, required=False)
    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), required=False, empty_label="（无）"
    )
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    starts_on = forms.DateField(label="到岗日期", widget=DayInput())

    def __init__(self, *args: Any, village: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Posting.FIVE if village.is_poor else (Posting.Post.PAIRED_UNIT,)
        post_field = cast("forms.ChoiceField", self.fields["post"])
        post_field.choices = [(post.value, post.label) for post in posts]
        unit_field = cast("forms.ModelChoiceField[Unit]", self.fields["unit"])
        unit_field.queryset = Unit.objects.within(village.code[:6])


class PairingForm(forms.Form):
    """Who helps a household, from when."""

    name = forms.CharField(label="帮扶责任人", max_length=40)
    unit_name = forms.CharField(label="单位", max_length=60, required=False)
    user = forms.ModelChoiceField(
        label="登录账号", queryset=User.objects.none(), required=False, empty_label="（无）"
    )
    starts_on = forms.DateField(label="结对日期", widget=DayInput())

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helpers = User.objects.filter(is_active=True, groups__name="帮扶责任人")
        user_field = cast("forms.ModelChoiceField[User]", self.fields["user"])
        user_field.queryset = helpers.filter(area_code__startswith=county)
