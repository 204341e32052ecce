"""The public page where anyone checks a proof pack (公开验签). Needs no login, keeps nothing."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from accounts.pages import PageMixin
from inspections.forms.rounds import COMMITMENT
from inspections.selectors.public_draws import system_steps
from inspections.verification import PACK_LIMIT, check_pack


class PackForm(forms.Form):
    """A proof pack, and the seal as it was published."""

    pack = forms.FileField(
        label="验签包（.zip）",
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        help_text="抽签记录页下载的压缩包，不要解压。",
        error_messages={"required": "请选择验签包。"},
    )
    seal = forms.CharField(
        label="抽签前公布的封签（可以不填）",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="64位。填了才能查出整份重做的签。",
    )

    def clean_pack(self) -> Any:
        """Refuse a file that is too large before reading it."""
        pack = self.cleaned_data["pack"]
        if pack.size > PACK_LIMIT:
            raise forms.ValidationError("文件过大，请用包内的 verify_draw.py 核验。")
        return pack

    def clean_seal(self) -> str:
        """Take the seal in lower case without spaces; refuse what is none."""
        seal = "".join(self.cleaned_data["seal"].split()).lower()
        if seal and not COMMITMENT.fullmatch(seal):
            raise forms.ValidationError("封签应为64位的数字和字母a至f。")
        return seal


@method_decorator(login_not_required, name="dispatch")
class VerifyView(PageMixin, FormView):
    """Take a pack, say step by step what was found; and reckon a witness's commitment locally."""

    title = "公开验签"
    form_class = PackForm
    template_name = "inspections/verify.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the id of the draw a witness was told, for the second form."""
        return super().get_context_data(draw_id=self.request.GET.get("draw", "")[:40], **kwargs)

    def form_valid(self, form: PackForm) -> HttpResponse:
        """Show what was found; nothing is stored."""
        found = check_pack(
            form.cleaned_data["pack"].read(PACK_LIMIT + 1), form.cleaned_data["seal"]
        )
        steps = (*found.steps, *(system_steps(found) if found.round_id else ()))
        wrong = any(step.ok is False for step in steps)
        return self.render_to_response(
            self.get_context_data(form=form, found=found, steps=steps, wrong=wrong)
        )
