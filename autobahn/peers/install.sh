#!/usr/bin/env bash
# Installs the foreign WebSocket implementations that the interoperation tests talk to: npm's ws into this folder, the
# Python ones from Debian's packages. Does nothing where they are there already.
set -euo pipefail
cd "$(dirname "$0")"

python=${WSLOOP_PYTHON:-/usr/bin/python3}

packages=()
command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)
"$python" -c 'import websockets' 2>/dev/null || packages+=(python3-websockets)
"$python" -c 'import autobahn' 2>/dev/null || packages+=(python3-autobahn)
if [ ${#packages[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "install.sh: the interoperation tests need ${packages[*]}; install them and run this again." >&2
    exit 1
  fi
  sudo=""
  if [ "$(id -u)" -ne 0 ]; then sudo=sudo; fi
  echo "install.sh: installing ${packages[*]}"
  $sudo apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends "${packages[@]}" >/dev/null
fi

if [ ! -d node_modules/ws ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
