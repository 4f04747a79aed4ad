#!/usr/bin/env bash
# Runs every test. Installs where it may what they drive: Chromium for the chat, and other WebSocket implementations to talk
# to. Maven comes by its wrapper.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v "${JAVA_HOME:+$JAVA_HOME/bin/}javac" >/dev/null; then
  echo "test.sh: no JDK found. Install JDK 17 or later, or set JAVA_HOME to one." >&2
  exit 1
fi

if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
  if ! command -v apt-get >/dev/null; then
    echo "test.sh: install chromium and chromedriver so that the browser tests can run." >&2
    exit 1
  fi
  sudo=""
  if [ "$(id -u)" -ne 0 ]; then sudo=sudo; fi
  echo "test.sh: installing chromium and chromium-driver"
  $sudo apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q chromium chromium-driver >/dev/null
fi

autobahn/peers/install.sh

exec ./mvnw -B -ntp verify "$@"
