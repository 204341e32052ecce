"""The acts on a document, one page each: a form, one service, back to the document."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import clock
from accounts.pages import Crumb, ServiceFormView, person
from reports import services
from reports.forms.flow import (
    ActForm,
    ArchiveForm,
    CountersignForm,
    OpinionForm,
    ReasonForm,
    ReviewForm,
    SignForm,
)
from reports.selectors.acts import BY_CODE, may
from reports.selectors.mending import mended_at
from reports.selectors.offices import countersigners, sent_to
from reports.services.blockers import blockers_of
from reports.services.steps import refuse_unread
from reports.views.bulletins import BulletinMixin


class BulletinActView(BulletinMixin, ServiceFormView):
    """One act on a document; whoever may not do it now is led back to the document."""

    code = ""
    form_class: Any = OpinionForm
    template_name = "reports/bulletin_act.html"
    done = "已办理。"
    note = confirm = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Take the right and the title from the offer of the act."""
        super().__init_subclass__(**kwargs)
        offer = BY_CODE[cls.code]
        cls.permission_required = ("reports.view_bulletin", f"reports.{offer.right}")
        cls.title = offer.label

    def get_title(self) -> str:
        """Say what is done here."""
        return self.title

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the document."""
        return [*super().get_crumbs(), (self.bulletin.title, self.bulletin_url)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form where the act is open to the user now."""
        if may(self.code, self.bulletin, person(request)):
            return super().get(request, *args, **kwargs)
        state = self.bulletin.get_state_display()
        messages.error(request, f"本文件现为“{state}”，您不能{self.title}。")
        return redirect(self.bulletin_url)

    def get_initial(self) -> dict[str, Any]:
        """Say which edition is on the page."""
        return {"edition": self.bulletin.edition}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the document and the words of the button."""
        held = self.bulletin
        words = {"submit": self.title, "note": self.note, "confirm": self.confirm}
        pdf = held.files.filter(kind="pdf").first()
        return super().get_context_data(bulletin=held, pdf=pdf, **words, **kwargs)

    def act(self, **given: Any) -> None:
        """Hand what was typed to the service."""
        raise NotImplementedError  # each act names its service

    def form_valid(self, form: Any) -> HttpResponse:
        """Act on the edition that was seen; a refusal is shown above the form."""
        given = dict(form.cleaned_data)
        refuse_unread(self.bulletin, seen=given.pop("edition", None))
        self.act(bulletin=self.bulletin, by=person(self.request), **given)
        self.bulletin.refresh_from_db()
        messages.success(self.request, self.get_done())
        return redirect(self.bulletin_url)

    def get_done(self) -> str:
        """Say what was done."""
        return self.done


class SubmitView(BulletinActView):
    """Send the draft to review."""

    code = "submit"
    form_class = ActForm
    note = "送审后正文不能再改，退回起草后可以修改。您送审的文件由本单位其他人员审核、签发。"
    done = "已送审，已通知审核人员。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say before it is tried what holds it back, and where that is mended."""
        blockers = mended_at(self.bulletin, blockers_of(self.bulletin))
        return super().get_context_data(blockers=blockers, **kwargs)

    def act(self, **given: Any) -> None:
        """Send it."""
        services.submit_bulletin(**given)


class ReviewView(BulletinActView):
    """Pass it on to countersigning or signing."""

    code = "review"
    form_class = ReviewForm
    note = "审核通过后送所选单位会签；不通过请用“退回”。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units that countersign, all of them chosen."""
        units = countersigners(self.bulletin.area_code)
        kwargs = super().get_form_kwargs()
        return kwargs | {"units": units, "initial": kwargs["initial"] | {"units": list(units)}}

    def act(self, **given: Any) -> None:
        """Pass it on."""
        services.review_bulletin(**given)

    def get_done(self) -> str:
        """Say where it went."""
        return f"审核通过，现为“{self.bulletin.get_state_display()}”，已通知有关人员。"


class CountersignView(BulletinActView):
    """Answer for the own unit."""

    code = "countersign"
    form_class = CountersignForm
    done = "已会签。"

    def act(self, **given: Any) -> None:
        """Answer."""
        services.countersign_bulletin(**given)


class SignView(BulletinActView):
    """Sign for issue."""

    code = "sign"
    form_class = SignForm
    done = "已签发，请编号。"

    def get_initial(self) -> dict[str, Any]:
        """Offer today as the day of the document."""
        return super().get_initial() | {"on": clock.today()}

    def act(self, **given: Any) -> None:
        """Sign."""
        services.sign_bulletin(**given)


class NumberView(BulletinActView):
    """Give the next number of the series and year."""

    code = "number"
    form_class = ActForm
    note = "取本年度本代字的下一个文号。文号连续，不跳号、不重号；撤回的文件文号保留。"
    confirm = "编号后文号不能更改。确定编号？"

    def act(self, **given: Any) -> None:
        """Number it."""
        services.number_bulletin(**given)

    def get_done(self) -> str:
        """Say the number."""
        return f"已编号：{self.bulletin.number}。请核对后印发。"


class IssueView(BulletinActView):
    """Print and send."""

    code = "issue"
    form_class = ActForm
    note = "印发后数据、正文和全部文件封存，不能再改；有误只能另发更正补充通报。"
    confirm = "印发后封存，不能再改。确定印发？"
    done = "已印发，已通知各单位签收。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the units that are to sign for it."""
        return super().get_context_data(units=sent_to(self.bulletin), **kwargs)

    def act(self, **given: Any) -> None:
        """Issue."""
        services.issue_bulletin(**given)

    def get_done(self) -> str:
        """Say whether anybody is to sign for it."""
        return self.done if self.bulletin.receipts.exists() else "已印发。本文件没有须签收的单位。"


class ArchiveView(BulletinActView):
    """Put it away."""

    code = "archive"
    form_class = ArchiveForm
    done = "已归档。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the units that have not signed for it."""
        late = self.bulletin.receipts.filter(received_at=None).select_related("unit")
        units = [receipt.unit for receipt in late]
        return super().get_context_data(late=units, **kwargs)

    def act(self, **given: Any) -> None:
        """Archive."""
        services.archive_bulletin(**given)


class ReturnView(BulletinActView):
    """Send it back to the drafter."""

    code = "return"
    form_class = ReasonForm
    note = "退回后回到起草，正文和已有意见都保留。"
    done = "已退回起草，已通知起草人。"

    def act(self, **given: Any) -> None:
        """Send it back."""
        services.return_bulletin(**given)


class WithdrawView(BulletinActView):
    """Take back a numbered or issued document."""

    code = "withdraw"
    form_class = ReasonForm
    note = "文号保留并注明原因，不再使用；本期可以重新起草。已印发的，将通知各单位。"
    confirm = "撤回后不能恢复。确定撤回？"
    done = "已撤回，文号保留。"

    def act(self, **given: Any) -> None:
        """Withdraw."""
        services.withdraw_bulletin(**given)


ACTS: dict[str, type[BulletinActView]] = {
    view.code: view
    for view in (
        *(SubmitView, ReviewView, CountersignView, SignView, NumberView),
        *(IssueView, ArchiveView, ReturnView, WithdrawView),
    )
}
