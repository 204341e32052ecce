"""Forms of the annual plan."""

from django import forms


class TargetForm(forms.Form):
    """What a place must achieve in a year."""

    villages = forms.IntegerField(label="计划摘帽村（个）", min_value=0)
    households = forms.IntegerField(label="计划脱贫户（户）", min_value=0)
    persons = forms.IntegerField(label="计划脱贫人口（人）", min_value=0)
