"""Ask the web server beside us whether people can be sent to it; ends with 1 if not."""

import os
import sys
import urllib.error
import urllib.request
from typing import Final
from urllib.parse import urlsplit

PATH: Final = "/health/ready/"
SECONDS: Final = 4


def main() -> int:
    """Ask as the proxy in front would: with the name of the site, and as if it came over https."""
    public = urlsplit(os.environ.get("MENTORWAY_PUBLIC_URL") or "http://localhost:8000")
    port = int(os.environ.get("MENTORWAY_HEALTH_PORT") or "8000")
    headers = {"Host": public.netloc, "X-Forwarded-Proto": public.scheme}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{PATH}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310 - our own; raises for 400 and more
            return 0
    except (urllib.error.URLError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
