#!/bin/sh
# Longer runs of what scan's tests do briefly (package io.weighbridge.scan.fuzz):
#   scripts/fuzz.sh mutations FROM TO           mutations number FROM to before TO of every corpus file
#   scripts/fuzz.sh jazzer SECONDS [TARGET...]  coverage-guided fuzzing, SECONDS for each target
#                                               (a target is Class.method; all of them by default)
# Each run adds a line to bench/results/fuzz.tsv. What breaks is kept where the tests replay it:
# Jazzer's findings beside the seeds; a mutation is named by its file and number. Exit code 1 then.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
. scripts/jdk.sh
wb_find_jdk
export JAVA_HOME
work=$root/scan/target/fuzz
results=$root/bench/results/fuzz.tsv
resources=scan/src/test/resources/io/weighbridge/scan/fuzz

build() {
  mkdir -p "$work"
  mvn -B -q -Dquick -pl scan -am test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test >"$work/build.log" 2>&1 \
    || { echo "fuzz.sh: the build failed; see $work/build.log" >&2; exit 2; }
  class_path=$root/scan/target/test-classes:$root/scan/target/classes:$(cat "$work/classpath")
}

record() { # KIND WHAT OUTCOME
  [ -f "$results" ] || printf 'when\tcommit\tkind\twhat\toutcome\n' >"$results"
  printf '%s\t%s\t%s\t%s\t%s\n' "$(date -u +%Y-%m-%dT%H:%MZ)" "$(git rev-parse --short HEAD)" "$@" >>"$results"
}

mutations() { # FROM TO
  build
  corpus=$work/corpus
  [ -f "$corpus/index.json" ] || python3 acceptance/src/test/resources/corpus/generate.py "$corpus" >/dev/null
  status=0
  "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$class_path" \
    io.weighbridge.scan.fuzz.MutationRun "$corpus/files" "$1" "$2" "$(nproc)" >"$work/mutations.txt" || status=1
  cat "$work/mutations.txt"
  record mutations "$1..$2 of every file" "$(head -n 1 "$work/mutations.txt")"
  return $status
}

targets() {
  for class in FormatFuzzTest TextFuzzTest; do
    for folder in "$resources/${class}Inputs"/*/; do echo "$class.$(basename "$folder")"; done
  done
}

jazzer() { # SECONDS TARGET
  class=${2%%.*}
  method=${2#*.}
  seeds=$root/$resources/${class}Inputs/$method
  [ -d "$seeds" ] || { echo "fuzz.sh: no target $2; there are: $(targets | tr '\n' ' ')" >&2; exit 2; }
  grown=$work/grown/$2
  mkdir -p "$grown"
  log=$work/$2.log
  status=0
  # The memory that counts is the heap; the limit for the whole process is wider.
  (cd "$work" && "$JAVA_HOME/bin/java" -Xmx256m -XX:+EnableDynamicAgentLoading \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "$class_path" \
    com.code_intelligence.jazzer.Jazzer "--target_class=io.weighbridge.scan.fuzz.$class" \
    "--target_method=$method" --hooks=true '--instrumentation_includes=io.weighbridge.**' '--custom_hook_includes=io.weighbridge.**' --reproducer_path="$work" \
    "$grown" "$seeds" "-artifact_prefix=$seeds/" "-max_total_time=$1" -timeout=20 -rss_limit_mb=1500 \
    -max_len=20000 >"$log" 2>&1) || status=1
  summary=$(grep -E '^#[0-9]+.*DONE|^Done [0-9]+ runs' "$log" | tail -n 2 | tr '\n\t' '  ' | cut -c 1-160)
  [ $status -eq 0 ] || summary="FOUND $(grep -m 1 -E '^== ' "$log" | cut -c 1-120) $summary"
  echo "$2: $summary"
  record jazzer "$2 for $1 s" "$summary"
  return $status
}

usage() { sed -n '2,5s/^# *//p' "$0" >&2; exit 2; }

[ $# -ge 2 ] || usage
kind=$1
case $kind in
  mutations) [ $# -eq 3 ] || usage; mutations "$2" "$3" ;;
  jazzer)
    seconds=$2
    shift 2
    build
    [ $# -gt 0 ] || set -- $(targets)
    found=0
    for target in "$@"; do jazzer "$seconds" "$target" || found=1; done
    exit $found
    ;;
  *) usage ;;
esac
