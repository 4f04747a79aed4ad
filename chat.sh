#!/usr/bin/env bash
# Builds the examples when they are not built yet, or older than the sources, and starts the chat. Optional: a port.
set -euo pipefail
cd "$(dirname "$0")"

jar=examples/target/wsloop-examples.jar
if [ ! -f "$jar" ] || [ -n "$(find core/src/main nio-loop/src/main examples/src/main -newer "$jar" -type f -print -quit)" ]; then
  echo "Building; the first time Maven fetches what it needs."
  ./mvnw -q -B -ntp -pl examples -am package -DskipTests
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" chat "$@"
