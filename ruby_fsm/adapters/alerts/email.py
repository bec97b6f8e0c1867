"""Tell of danger by mail, over SMTP in a thread. At least once: a step has one Message-ID."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from ruby_fsm.adapters.alerts.wording import long, subject
from ruby_fsm.app.ports import Alert
from ruby_fsm.config.escalation import NOBODY, Contact
from ruby_fsm.errors import AlertError

LIMIT_S = 10.0
PORTS = {"smtp": 587, "smtps": 465}
NEAR = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. Off loopback nothing is said to it but under TLS."""

    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def server_of(url: str) -> Server:
    """`smtps://user:password@host:port`, or `smtp://` for STARTTLS."""
    parts = urlsplit(url)
    return Server(
        parts.hostname or "",
        parts.port or PORTS[parts.scheme],
        parts.scheme == "smtps",
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


@dataclass(frozen=True, slots=True)
class MailAlerts:
    """`sender`: the address they come from. `context`: whom TLS trusts."""

    server: Server
    sender: str
    contacts: Mapping[str, Contact]
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context

    async def send(self, alert: Alert) -> str:
        """See Alerts.send."""
        mail = self._mail(alert)
        try:
            await asyncio.to_thread(self._deliver, mail)
        except (smtplib.SMTPException, OSError) as error:
            # The server's own words may repeat the address.
            raise AlertError(f"the mail server failed ({type(error).__name__})") from None
        return ""

    async def find(self, alert: Alert, since_ms: int) -> Sequence[str]:  # noqa: ARG002 - the port's
        """See Alerts.find: mail keeps no list."""
        return ()

    def _mail(self, alert: Alert) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = self.contacts.get(alert.contact, NOBODY).email
        mail["Subject"] = subject(alert)
        domain = self.sender.rpartition("@")[2]
        mail["Message-ID"] = f"<{alert.escalation_id}.{alert.step}@{domain}>"
        mail["Idempotency-Key"] = alert.key
        mail["Auto-Submitted"] = "auto-generated"
        mail["Importance"] = "high"
        mail.set_content(long(alert))
        return mail

    def _deliver(self, mail: EmailMessage) -> None:
        smtp = self._connected()
        try:
            if self.server.user:
                smtp.login(self.server.user, self.server.password)
            smtp.send_message(mail)
        finally:
            # It was taken, or it was not: how the server says goodbye changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()

    def _connected(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        if self.server.is_tls:
            return smtplib.SMTP_SSL(host, port, timeout=LIMIT_S, context=self.context())
        smtp = smtplib.SMTP(host, port, timeout=LIMIT_S)
        smtp.ehlo_or_helo_if_needed()
        if smtp.has_extn("starttls") or host not in NEAR:
            smtp.starttls(context=self.context())  # raises where the server has none
        return smtp
