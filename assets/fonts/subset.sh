#!/usr/bin/env bash
# Makes the fonts of this folder from Debian 12's packages of Noto. Needs apt, dpkg and python3 with venv; run by hand, never by a build.
# Every tool is pinned, so that two runs give the same bytes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
chmod 755 "$scratch"
apt-get download fonts-noto-core=20201225-1 fonts-noto-extra=20201225-1 fonts-noto-mono=20201225-1
for package in ./*.deb; do dpkg-deb -x "$package" noto; done
python3 -m venv tools
tools/bin/pip install --quiet fonttools==4.68.0 brotli==1.2.1
SOURCE_DATE_EPOCH=1608854400 tools/bin/python "$here/subset.py" noto/usr/share/fonts/truetype/noto "$here"
