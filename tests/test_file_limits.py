"""The server fits itself to the files that the system lets it open, and says so."""

from __future__ import annotations

import subprocess
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

from cnnviz.server.process.connections import MOST, TOLD
from cnnviz.server.process.file_limits import LEAST, OTHER_FILES, WANTED, connections_for
from patience import PATIENCE
from test_run import playing

LIMITED = """
import resource, runpy, sys
files = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
runpy.run_module("cnnviz", run_name="__main__", alter_sys=True)
"""


def limited(files: int) -> list[str]:
    return [sys.executable, "-c", LIMITED, str(files)]


def test_served_refused_and_other_files_fit_the_limit() -> None:
    for files in (*range(OTHER_FILES, 400), 1024, WANTED - 1, WANTED, 10**6):
        told, most = connections_for(files)
        assert told + most + OTHER_FILES <= files
        assert 0 <= told <= TOLD
        assert most <= MOST
        assert most == MOST or files < WANTED
        assert most >= LEAST or files < 24


def test_with_few_files_it_says_how_many_it_serves_and_serves_them() -> None:
    _, most = connections_for(64)
    with playing("--no-open", command=limited(64)) as (process, url):
        held = [HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE) for _ in range(most + 40)]
        statuses = []
        for connection in held:
            try:
                connection.request("GET", "/healthz")
                statuses.append(connection.getresponse().status)
            except ConnectionError:
                statuses.append(0)  # cut, as there were too many even to be told
        assert statuses[:most] == [200] * most
        assert set(statuses[most:]) <= {0, 503}
        for connection in held:
            connection.close()
        process.terminate()
        said = process.communicate()[1]
    first, *rest = said.splitlines()
    assert first == (
        f"WARNING cnnviz: the system lets a process open 64 files: it serves {most} connections; "
        f"`ulimit -n {WANTED}` before the start gives room for {MOST}"
    )
    assert all("connections are in use" in line for line in rest), said


def test_with_too_few_files_it_does_not_start_and_says_why() -> None:
    done = subprocess.run(
        [*limited(20), "--no-open", "--port", "0"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "cnnviz: the system lets it open 20 files only, too few to answer; "
        f"`ulimit -n {WANTED}` before the start gives room for {MOST}\n"
    )
