#!/usr/bin/env bash
# Builds what the benchmarks need and runs them: ./bench.sh plans, ./bench.sh run --plan NAME, ./bench.sh help. On JDK 25 where
# there is one, else on 17 or later; JAVA_HOME decides when it is set. Maven comes by its wrapper.
set -euo pipefail
cd "$(dirname "$0")"

jdk() { # version: a JDK of that version, by JAVA_HOME_<version> or among the usual folders
  local named="JAVA_HOME_$1" folder
  if [ -n "${!named:-}" ]; then
    echo "${!named}"
    return
  fi
  for folder in /usr/lib/jvm/*-"$1"-* /usr/lib/jvm/*-"$1" "$HOME"/.sdkman/candidates/java/"$1".* \
    /Library/Java/JavaVirtualMachines/*-"$1".jdk/Contents/Home; do
    if [ -x "$folder/bin/javac" ]; then
      echo "$folder"
      return
    fi
  done
}

if [ -z "${JAVA_HOME:-}" ]; then
  JAVA_HOME=$(jdk 25)
  JAVA_HOME=${JAVA_HOME:-$(jdk 17)}
fi
java=java
if [ -n "$JAVA_HOME" ]; then
  export JAVA_HOME
  java=$JAVA_HOME/bin/java
fi
if ! command -v "$java" >/dev/null; then
  echo "bench.sh: no JDK found. Install JDK 25, or 17 or later, or set JAVA_HOME to one." >&2
  exit 1
fi

newer() { # file, folders: whether the file is missing or something in the folders is newer
  local file=$1
  shift
  [ ! -e "$file" ] || [ -n "$(find "$@" -newer "$file" -type f -not -path '*/target/*' -print -quit)" ]
}

jar=benchmarks/target/benchmarks.jar
if newer "$jar" pom.xml core nio-loop examples benchmarks/pom.xml benchmarks/src \
  || newer examples/target/wsloop-examples.jar core nio-loop examples; then
  echo "bench.sh: building; the first time Maven fetches what it needs"
  ./mvnw -q -B -ntp -pl examples,benchmarks -am package -DskipTests -Djacoco.skip=true
  touch "$jar" examples/target/wsloop-examples.jar
fi

# Each peer has a class path and so a build of its own, apart from the library's; the smoke run measures but one of them. What
# cannot be built here (Helidon wants a newer JDK than 17) is reported by the run as not starting, and built when there is one.
peers() { # a stamp, Maven's further arguments
  local feature stamp
  feature=$("$java" --version | sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p')
  stamp=benchmarks/peers/target/$1-jdk$feature
  shift
  if newer "$stamp" benchmarks/peers; then
    echo "bench.sh: building the peers"
    if ./mvnw -q -B -ntp -f benchmarks/peers "$@" package; then
      mkdir -p benchmarks/peers/target
      touch "$stamp"
    else
      echo "bench.sh: a peer could not be built, see above; the others take part" >&2
    fi
  fi
}
plan=${1:-help}
if [ "$plan" = run ]; then
  plan=all
  for ((i = 2; i <= $#; i++)); do
    case "${!i}" in
      --plan=*) plan=${!i#--plan=} ;;
      --plan) next=$((i + 1)) plan=${!next:-} ;;
    esac
  done
fi
case "$plan" in
  smoke | tail) peers netty -pl netty ;;
  bare-upgrade) peers netty-undertow -pl netty,undertow ;;
  all) peers all -fae ;;
  slow | growth | bare-broadcast) if [[ "$*" == *--servers* ]]; then peers all -fae; fi ;;
esac

# This process generates the load: its collector and its memory are the same on every machine.
exec "$java" -XX:+UseSerialGC -Xms512m -Xmx2g -XX:MaxDirectMemorySize=1g -cp "$jar" io.wsloop.benchmarks.run.Main "$@"
