"""The addresses of a document's way in the table of who reaches what."""

BULLETINS = "目扶组机行乡领纪"
RUN = ("submit", "review", "sign", "number", "issue", "archive", "return", "withdraw")
COUNTERSIGN, RECEIVE = "扶组机", "目扶组机行乡"

WAY: dict[str, tuple[str, str]] = {
    **{f"reports:bulletin_{act}": ("bulletin", "目") for act in (*RUN, "correct")},
    **{f"bulletins-{act}": ("bulletin", "目") for act in RUN},
    "reports:bulletin_countersign": ("bulletin", COUNTERSIGN),
    "bulletins-countersign": ("bulletin", COUNTERSIGN),
    "bulletins-receive": ("bulletin", RECEIVE),
    "reports:bulletin_seal": ("bulletin", BULLETINS),
    "reports:number_list": ("", "目扶组机领纪"),
}
