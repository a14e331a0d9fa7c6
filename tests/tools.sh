#!/bin/sh
# What the checks and tests use beside Python: hunspell with a Bokmål dictionary, and Chromium. `tools.sh hunspell` sees to the first alone.
# Installed where apt-get may do it, and said; else named.
set -eu
spelling() { echo barna | hunspell -d nb_NO -l >/dev/null 2>&1; }
browser() { [ "${1:-}" = hunspell ] || { command -v chromium || command -v google-chrome; } >/dev/null; }
missing=""
spelling || missing="hunspell hunspell-no"
browser "$@" || missing="chromium $missing"
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing what the checks and tests use beside Python: $missing (with apt-get; the browser is some hundred megabytes)" >&2
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
  spelling && browser "$@" && exit 0
fi
echo "The checks and tests need $missing. (Chromium may be google-chrome; hunspell needs the dictionary nb_NO.) Install, then run it again." >&2
echo "Debian, Ubuntu: sudo apt-get install $missing" >&2
exit 1
