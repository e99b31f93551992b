"""A real mail server for the tests (aiosmtpd). What it does depends on the recipient; what it takes it prints."""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

options = json.loads(sys.argv[1])
seen = {}


def say(kind, **facts):
    print(json.dumps({"kind": kind, **facts}), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        what = address.split("@")[0]
        seen[address] = seen.get(address, 0) + 1
        if what.startswith("refused"):
            return "550 5.1.1 No such user " + address
        if what.startswith("grey") and seen[address] == 1:
            return "451 4.7.1 Greylisted, try again later"
        if what.startswith("slow") and (what != "slow-once" or seen[address] == 1):
            say("slow", to=address)
            # Longer than anybody waits: who gave up did so by themselves.
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        text = envelope.content.decode("utf8", "replace")
        if envelope.rcpt_tos[0].startswith("echo"):
            return "554 5.7.1 Spam: " + " ".join(text.split())[-200:]
        say(
            "message",
            sender=envelope.mail_from,
            to=envelope.rcpt_tos,
            text=text,
            tls=session.ssl is not None or bool(options.get("implicit")),
            login=session.authenticated,
        )
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = data.login.decode() == options["user"] and data.password.decode() == options["password"]
    say("login", user=data.login.decode(), right=right)
    return AuthResult(success=right, handled=False)


async def main():
    context = None
    if "cert" in options:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options["cert"], options["key"])
    implicit = options.get("implicit", False)

    def make():
        login = {"authenticator": authenticate, "auth_required": True} if "user" in options else {}
        if implicit or context is None:
            login["auth_require_tls"] = False
        starttls = {"tls_context": context, "require_starttls": True} if context and not implicit else {}
        return SMTP(Handler(), hostname="mail.test", enable_SMTPUTF8=True, **login, **starttls)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(make, "127.0.0.1", 0, ssl=context if implicit else None)
    say("ready", port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main())
