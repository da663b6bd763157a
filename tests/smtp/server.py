"""An SMTP server for the tests: takes mail into a folder, or fails in one of the ways that real servers fail.

    server.py FOLDER [--tls none|starttls|implicit] [--login USER:PASSWORD]

Prints its port on loopback as the first line and ends when its standard input closes, so that it never outlives a test.
FOLDER/mode holds what it does, and is read anew at each step, so that a test can let it fail and heal:

    accept          takes everything
    refuse          550 to every recipient
    tempfail        451 to every recipient
    hang-greeting   accepts the connection and never greets
    hang-before-data  never answers MAIL
    hang-after-data   takes the mail and never answers the end of DATA
    slow-after-data   takes the mail and answers the end of DATA after two seconds
    die-after-data    takes the mail and cuts the connection before it answers the end of DATA

Each mail taken is FOLDER/mail/NNNN.eml, byte for byte, beside NNNN.json with the envelope. With TLS, FOLDER/ca.pem is the authority that
signed the server's certificate for `localhost` and 127.0.0.1.
"""

import argparse
import asyncio
import datetime
import ipaddress
import json
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FOREVER = 3600
SIZE_LIMIT = 40 * 1024 * 1024


class Faults:
    """The mode in force, from the folder."""

    MODES = {
        "accept",
        "refuse",
        "tempfail",
        "hang-greeting",
        "hang-before-data",
        "hang-after-data",
        "slow-after-data",
        "die-after-data",
    }

    def __init__(self, folder: Path):
        self.file = folder / "mode"

    def now(self) -> str:
        mode = self.file.read_text().strip() if self.file.exists() else "accept"
        if mode not in self.MODES:
            raise ValueError(f"unknown mode {mode}")
        return mode


class Postbox:
    """aiosmtpd's hooks: the faults, and the mail kept."""

    def __init__(self, folder: Path, faults: Faults):
        self.mail = folder / "mail"
        self.mail.mkdir(parents=True, exist_ok=True)
        self.faults = faults
        self.taken = len(list(self.mail.glob("*.eml")))

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        if self.faults.now() == "hang-before-data":
            await asyncio.sleep(FOREVER)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 sender noted"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        mode = self.faults.now()
        if mode == "refuse":
            return "550 5.1.1 no such mailbox"
        if mode == "tempfail":
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient noted"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.keep(session, envelope, server.transport.get_extra_info("sslcontext") is not None)
        mode = self.faults.now()
        if mode == "hang-after-data":
            await asyncio.sleep(FOREVER)
        if mode == "slow-after-data":
            await asyncio.sleep(2)
        if mode == "die-after-data":
            server.transport.abort()
        return "250 2.0.0 taken"

    def keep(self, session: Session, envelope: Envelope, encrypted: bool) -> None:
        self.taken += 1
        name = f"{self.taken:04}"
        login = session.auth_data.login.decode() if isinstance(session.auth_data, LoginPassword) else None
        about = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": encrypted, "login": login}
        (self.mail / f"{name}.json").write_text(json.dumps(about))
        part = self.mail / f"{name}.part"
        part.write_bytes(envelope.original_content)
        part.rename(self.mail / f"{name}.eml")


class Server(SMTP):
    """aiosmtpd's server, which may also never greet."""

    def __init__(self, *arguments, faults: Faults, **options):
        super().__init__(*arguments, **options)
        self.faults = faults

    async def _handle_client(self):
        if self.faults.now() == "hang-greeting":
            await asyncio.sleep(FOREVER)
        await super()._handle_client()


def certificates(folder: Path) -> ssl.SSLContext:
    """Makes an authority and a server certificate in the folder, valid for a day around now."""
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)

    def build(subject, issuer, public_key):
        return (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public_key)
                .serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day))

    def named(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = named("Test authority of the SMTP tests")
    ca = (build(ca_name, ca_name, ca_key.public_key())
          .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
          .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True)
          .add_extension(x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), critical=False)
          .sign(ca_key, hashes.SHA256()))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    leaf = (build(named("localhost"), ca_name, key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(names, critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
            .sign(ca_key, hashes.SHA256()))
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
    (folder / "server.pem").write_bytes(leaf.public_bytes(pem) + key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    parser.add_argument("--login", metavar="USER:PASSWORD")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    faults = Faults(arguments.folder)
    postbox = Postbox(arguments.folder, faults)
    context = certificates(arguments.folder) if arguments.tls != "none" else None

    def authenticate(server, session, envelope, mechanism, data):
        user, _, password = (arguments.login or "").partition(":")
        right = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (user, password)
        return AuthResult(success=right, handled=False, auth_data=data)

    def serve() -> Server:
        return Server(
            postbox, faults=faults, hostname="localhost", enable_SMTPUTF8=True, data_size_limit=SIZE_LIMIT,
            tls_context=context if arguments.tls == "starttls" else None, require_starttls=arguments.tls == "starttls",
            auth_required=arguments.login is not None, auth_require_tls=arguments.tls == "starttls",
            authenticator=authenticate if arguments.login else None)

    loop = asyncio.get_running_loop()
    listener = await loop.create_server(serve, "127.0.0.1", 0, ssl=context if arguments.tls == "implicit" else None)
    print(listener.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
