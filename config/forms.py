"""How forms look everywhere: field templates in templates/forms and classes on the inputs."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

SELECT = forms.Select.template_name
CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class BoundField(forms.BoundField):
    """A form field whose input carries the classes of the style sheet."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Add the classes to the attributes; a widget that names its own keeps them."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden or "class" in widget.attrs or "class" in built:
            return built
        classes = [_look(widget)]
        if self.errors:
            classes.append("is-invalid")
        return {**built, "class": " ".join(classes)}

    @property
    def is_check(self) -> bool:
        """Whether this is one tick box, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)


class FormRenderer(TemplatesSetting):
    """Render forms with the project's templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = BoundField

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Render with a template; a select, which filter bars have by the dozen, without one."""
        if template_name == SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _look(widget: forms.Widget) -> str:
    if isinstance(widget, CHECKS):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def _select(widget: dict[str, Any]) -> SafeString:
    """Write a select: a template takes ten times as long over its options."""
    lines: list[str] = [
        format_html('<select name="{}"{}>', widget["name"], flatatt(widget["attrs"]))
    ]
    for group, options, _ in widget["optgroups"]:
        written = [_option(option) for option in options]
        if group:
            written = [f'<optgroup label="{conditional_escape(group)}">', *written, "</optgroup>"]
        lines.extend(written)
    return mark_safe("".join([*lines, "</select>"]))  # noqa: S308 -- each part is escaped


def _option(option: dict[str, Any]) -> str:
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    attrs = flatatt(option["attrs"]) if option["attrs"] else ""
    return f'<option value="{value}"{attrs}>{label}</option>\n'
