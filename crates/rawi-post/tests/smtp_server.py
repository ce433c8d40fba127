"""A mail server for the tests: every message it takes becomes a file; a word in the recipient's name makes it misbehave.

Usage: smtp_server.py FOLDER. Prints its port. Needs aiosmtpd.
"""

import asyncio
import os
import pathlib
import sys

from aiosmtpd.smtp import SMTP

FOLDER = pathlib.Path(sys.argv[1])


def once(name):
    """True the first time only, so that a second attempt succeeds."""
    mark = FOLDER / f"once-{name}"
    if mark.exists():
        return False
    mark.touch()
    return True


def keep(envelope):
    number = len(list(FOLDER.glob("*.eml")))
    part = FOLDER / "part"
    part.write_bytes(b"X-To: " + envelope.rcpt_tos[0].encode() + b"\r\n" + envelope.content)
    part.rename(FOLDER / f"{number:04}.eml")


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such user"
        if address.startswith("later") and once(address):
            return "451 4.3.0 try again"
        if address.startswith("stall") and once(address):
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0]
        if b"confirm-" not in envelope.content:
            if name.startswith("busy") and once(name):
                return "452 4.3.1 full"
            if name.startswith("lost") and once(name):
                os._exit(1)
        keep(envelope)
        if b"confirm-" not in envelope.content:
            if name.startswith("dies") and once(name):
                os._exit(1)
            if name.startswith("mute") and once(name):
                await asyncio.sleep(3600)
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
