#!/bin/sh
# Prints the library of SoftHSM, a PKCS#11 token in software, for the tests of keys in tokens. Where
# there is none, and this is Debian with root, it is installed. Usage: scripts/softhsm.sh
set -eu
find_it() {
  for folder in /usr/lib/softhsm /usr/lib64/softhsm /usr/local/lib/softhsm /opt/homebrew/lib/softhsm; do
    if [ -f "$folder/libsofthsm2.so" ] && command -v softhsm2-util >/dev/null 2>&1; then
      echo "$folder/libsofthsm2.so"
      return 0
    fi
  done
  return 1
}
find_it && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends softhsm2; } >&2
  find_it && exit 0
fi
echo "softhsm.sh: no SoftHSM here; install it (Debian: apt-get install softhsm2)" >&2
exit 3
