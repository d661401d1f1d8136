#!/bin/sh
# Prints the Chromium that the console's tests drive. Where there is none, and this is Debian with
# root, it is installed. Usage: scripts/chromium.sh
set -eu
find_it() {
  for name in chromium chromium-browser google-chrome-stable; do
    command -v "$name" && return 0
  done
  return 1
}
find_it && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >&2
  find_it && exit 0
fi
echo "chromium.sh: no Chromium here; install one (Debian: apt-get install chromium)" >&2
exit 3
