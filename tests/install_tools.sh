#!/bin/sh
# Installs the outside programs the tests use; a test whose program cannot be had is skipped with the reason.
set -eu
python=$1
if command -v chromium >/dev/null 2>&1 && fc-list 2>/dev/null | grep -qi "cjk"; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk
else
    "$python" -m playwright install chromium || echo "No browser could be installed: browser tests will be skipped." >&2
fi
