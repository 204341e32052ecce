"""An official at his form, as the page's script is: a key for each save, the same one until it is
acknowledged, and a book of what was."""

import http.client
import json
import time
from uuid import uuid4

OK = 200
CSRF = "a" * 32
AT_ONCE = 3  # answers changed from one save to the next
AGAIN = 0.5  # seconds before a save that failed is sent again
PATIENCE = 30


class Official:
    """One client: his form, his session, what he was told is kept."""

    def __init__(self, number: int, visit: int, session: str, questions: int) -> None:
        self.number, self.visit, self.questions = number, visit, questions
        self.cookie = f"sessionid={session}; csrftoken={CSRF}"
        self.count = 0
        self.known: dict[str, str] = {}  # acknowledged answers
        self.keys: set[str] = set()  # acknowledged saves
        self.forget()

    def forget(self) -> None:
        """Begin a new turn."""
        self.taken: list[float] = []
        self.failed = 0
        self.keys = set()

    def work(self, port: int, end: float, pause: float, crew: int) -> None:
        """Save every `pause` seconds until the end, begun at a moment of his own."""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        due = time.monotonic() + pause * self.number / crew
        while due < end:
            time.sleep(max(0.0, due - time.monotonic()))
            self.save()
            due = max(due + pause, time.monotonic())
        self.connection.close()

    def save(self) -> None:
        """Change some answers and send them until they are acknowledged."""
        self.count += 1
        names = [
            f"Q{(self.count * AT_ONCE + at) % self.questions:02}_field" for at in range(AT_ONCE)
        ]
        answers = dict.fromkeys(names, f"{self.number}-{self.count}")
        base = {name: self.known.get(name) for name in names}
        key = str(uuid4())
        body = json.dumps({"key": key, "version": 0, "answers": answers, "base": base}).encode()
        for _ in range(PATIENCE * 4):
            if self.sent(body, answers):
                self.known |= answers
                self.keys.add(key)
                return
            self.failed += 1
            time.sleep(AGAIN)
        raise RuntimeError(f"form {self.visit} is not acknowledged")

    def sent(self, body: bytes, answers: dict[str, str]) -> bool:
        """Send once; whether all was acknowledged as kept."""
        headers = {"Cookie": self.cookie, "X-CSRFToken": CSRF, "Content-Type": "application/json"}
        begun = time.perf_counter()
        try:
            self.connection.request(
                "POST", f"/inspections/visits/{self.visit}/sync/", body, headers
            )
            response = self.connection.getresponse()
            told = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return False
        if response.status != OK:
            return False
        self.taken.append(time.perf_counter() - begun)
        answer = json.loads(told)
        if answer["errors"] or answer["conflicts"]:
            raise RuntimeError(f"form {self.visit} was told: {told[:300]!r}")
        return set(answers) <= set(answer["kept"])

    def head(self, path: str) -> str:
        """The head of a request of his, but for what it holds."""
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n"
            f"X-CSRFToken: {CSRF}\r\n"
        )

    def lost(self, stored: dict[str, object], keys: set[str]) -> int:
        """How many acknowledged answers and saves cannot be read back."""
        answers = sum(stored.get(name) != value for name, value in self.known.items())
        return answers + len(self.keys - keys)
