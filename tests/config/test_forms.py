from django import forms

from accounts.forms import DayInput


class Sample(forms.Form):
    name = forms.CharField(label="名称", help_text="全称")
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")], widget=forms.RadioSelect)
    unit = forms.ChoiceField(label="单位", choices=[("1", "一")])
    day = forms.DateField(label="日期", widget=DayInput)
    sure = forms.BooleanField(label="已核对")


def test_inputs_carry_the_classes_of_the_style_sheet():
    form = Sample()
    looks = {name: form[name].build_widget_attrs({})["class"] for name in form.fields}
    assert looks == {
        "name": "form-control",
        "kind": "form-check-input",
        "unit": "form-select",
        "day": "form-control",
        "sure": "form-check-input",
    }


def test_a_wrong_field_shows_its_error_and_keeps_what_was_typed():
    page = str(Sample({"name": "", "day": "2016-13-01"}))
    assert 'value="2016-13-01"' in page
    assert page.count("is-invalid") == 4 + 1  # each of the four inputs, the tick box too


def test_the_error_place_of_a_field_has_the_id_that_the_input_names():
    page = str(Sample({"name": ""}))
    assert 'id="id_name_error"' in page
    assert "id_name_error" in page.split('name="name"')[1].split(">", maxsplit=1)[0]


class Choosing(forms.Form):
    unit = forms.ChoiceField(
        choices=[("a", "<甲>"), ("组", [('"b"', "乙 & 丙")])], widget=forms.Select
    )


def test_a_select_escapes_its_options_and_marks_the_chosen_one():
    written = str(Choosing({"unit": '"b"'})["unit"])
    assert '<option value="a">&lt;甲&gt;</option>' in written
    chosen = '<option value="&quot;b&quot;" selected>乙 &amp; 丙</option>'
    assert f'<optgroup label="组">{chosen}\n</optgroup></select>' in written
