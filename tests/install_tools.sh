#!/bin/sh
# Installs the outside programs the tests use; a test whose program cannot be had is skipped with the reason.
set -eu
python=$1
has() { command -v "$1" >/dev/null 2>&1; }
if has chromium && fc-list 2>/dev/null | grep -qi "cjk" && has soffice && has pdftoppm; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && has apt-get; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        libreoffice-writer libreoffice-impress libreoffice-calc poppler-utils
else
    "$python" -m playwright install chromium || echo "No browser could be installed: browser tests will be skipped." >&2
    has soffice || echo "No LibreOffice could be installed: office tests will be skipped." >&2
fi
