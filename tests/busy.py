"""Runs a command while every core is busy with other work: python tests/busy.py make test"""

from __future__ import annotations

import os
import subprocess
import sys

# It ends with whoever started it, however that ends.
_BURN = "import os, sys\nwhile os.getppid() == int(sys.argv[1]):\n    sum(range(100_000))\n"


def main() -> int:
    """Returns the command's exit code."""
    burn = [sys.executable, "-c", _BURN, str(os.getpid())]
    others = [subprocess.Popen(burn) for _ in range(os.cpu_count() or 1)]
    try:
        return subprocess.run(sys.argv[1:], check=False).returncode
    finally:
        for each in others:
            each.kill()
            each.wait()


if __name__ == "__main__":
    sys.exit(main())
