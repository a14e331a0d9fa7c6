#!/bin/sh
# What the tests use beside Python: Chromium, and hunspell with a Bokmål dictionary. Installed where apt-get may do it, else named.
set -eu
have() {
  { command -v chromium || command -v google-chrome; } >/dev/null && echo barna | hunspell -d nb_NO -l >/dev/null 2>&1
}
have && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium hunspell hunspell-no >/dev/null
  have && exit 0
fi
echo "The tests need chromium (or google-chrome) and hunspell with the dictionary nb_NO. Install them, then run the tests again." >&2
echo "Debian, Ubuntu: sudo apt-get install chromium hunspell hunspell-no" >&2
exit 1
