"""nginx before some servers, set up as deploy/nginx.conf has it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from patience import eventually

CONF = Path(__file__).parent.parent / "deploy" / "nginx.conf"


def nginx() -> str:
    """Where nginx is; "" where there is none."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def configuration(ports: Sequence[int], port: int) -> str:
    """The shipped configuration for servers at these ports, which listens at that one."""
    text = CONF.read_text(encoding="utf-8")
    (options,) = set(re.findall(r"server 127\.0\.0\.1:\d+ (.*);", text))
    servers = "\n".join(f"        server 127.0.0.1:{each} {options};" for each in ports)
    text = re.sub(r"( *server 127\.0\.0\.1:\d+ .*;\n)+", servers + "\n", text)
    return text.replace("listen 8080;", f"listen 127.0.0.1:{port};")


def free() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def command(folder: Path, conf: Path, *more: str) -> list[str]:
    """Runs nginx in the foreground, with all that it writes in that folder."""
    # Where root starts it, its workers are root's, too, as the folder is.
    options = "daemon off;" + ("user root;" if os.getuid() == 0 else "")
    return [nginx(), "-p", str(folder), "-c", str(conf), "-g", options, *more]


@contextmanager
def proxied(ports: Sequence[int], folder: Path) -> Iterator[int]:
    """The port at which nginx answers for the servers; it ends with the block."""
    port = free()
    conf = folder / "nginx.conf"
    conf.write_text(configuration(ports, port), encoding="utf-8")
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(command(folder, conf), stderr=said)
    try:
        assert eventually(lambda: process.poll() is not None or _listens(port))
        assert process.poll() is None, (folder / "said").read_text()
        yield port
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0
