"""Faults of Twilio's REST interface: its codes, its words, its error body."""

from dataclasses import dataclass
from http import HTTPStatus

MORE_INFO = "https://www.twilio.com/docs/errors/"

BAD_CREDENTIALS, NOT_FOUND, TEST_CREDENTIALS = 20003, 20404, 20008
BAD_PARAMETER, NO_URL, NO_TO, NO_FROM = 20001, 21205, 21201, 21213
FROM_NOT_OWNED, TO_MALFORMED, FROM_MALFORMED = 21210, 21211, 21212
TO_UNROUTABLE, TO_NOT_PERMITTED, TO_BLOCKED, TO_INVALID = 21214, 21215, 21216, 21217
NOT_IN_PROGRESS, BAD_STATUS_CALLBACK, TWIML_TOO_LONG = 21220, 21609, 32018
NO_BODY, NO_MESSAGE_FROM, NO_MESSAGE_TO = 21602, 21603, 21604
NOT_FOR_MESSAGES, BODY_TOO_LONG = 21606, 21617

_STATUS = {
    BAD_CREDENTIALS: HTTPStatus.UNAUTHORIZED,
    TEST_CREDENTIALS: HTTPStatus.FORBIDDEN,
    NOT_FOUND: HTTPStatus.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class TwilioFaultError(Exception):
    """A request Twilio refuses."""

    code: int
    message: str

    @property
    def status(self) -> int:
        return int(_STATUS.get(self.code, HTTPStatus.BAD_REQUEST))

    def body(self) -> dict[str, object]:
        """Return the JSON Twilio answers with."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"{MORE_INFO}{self.code}",
            "status": self.status,
        }
