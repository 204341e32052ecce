"""The one refusal that services raise and every edge knows how to show."""


class RuleBroken(Exception):
    """A rule of the work forbids this act.

    The sentence is Chinese: what is wrong and what to do. `code` is for programs.
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code
