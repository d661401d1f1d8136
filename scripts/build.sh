# Sourced by ./weighbridge (POSIX sh) when there is no fresh build. Uses wb_root and wb_run.
#
# Each build goes into a folder of its own below cli/target/dist, and the file "run" (java, folder,
# class path: three lines) is moved into place last: a server that runs from an older build keeps
# its jars, and a build that was interrupted is never seen.

. "$wb_root/scripts/jdk.sh"

wb_build() {
  wb_find_jdk || return 2
  wb_need_maven || return 2
  wb_base=$wb_root/cli/target/dist
  mkdir -p "$wb_base" 2>/dev/null || {
    echo "weighbridge: cannot write to $wb_base; run it once as a user who can, to build." >&2
    return 2
  }
  wb_lock || return 2
  wb_status=0
  # Somebody else may have built while this one waited for the lock.
  wb_is_fresh || wb_build_locked || wb_status=2
  wb_unlock
  return $wb_status
}

# flock where there is one: the kernel lets go of it however the holder dies. Else a folder.
wb_lock() {
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$wb_base/lock"
    flock -n 9 || { wb_say "another build runs; waiting"; flock 9; }
    return
  fi
  trap 'rmdir "$wb_base/lock.d" 2>/dev/null; exit 130' INT TERM HUP
  wb_waited=0
  until mkdir "$wb_base/lock.d" 2>/dev/null; do
    wb_waited=$((wb_waited + 1))
    [ $wb_waited -lt 600 ] || {
      echo "weighbridge: another build has held $wb_base/lock.d for ten minutes; if none runs, remove it." >&2
      return 2
    }
    sleep 1
  done
}

wb_unlock() {
  if command -v flock >/dev/null 2>&1; then exec 9>&-; else rmdir "$wb_base/lock.d" 2>/dev/null; trap - INT TERM HUP; fi
}

# Progress is for people only.
wb_say() {
  [ -t 2 ] && printf '\r\033[Kweighbridge: %s' "$1" >&2
  return 0
}

wb_build_locked() {
  wb_out=$wb_base/build-$(date +%Y%m%d%H%M%S)-$$
  wb_log=$wb_base/build.log
  mkdir -p "$wb_out" && : >"$wb_out/started" || return 2
  wb_say "building (the first time takes up to three minutes)"

  (cd "$wb_root" && mvn -B -Dstyle.color=never -Dquick -pl cli -am compile \
    "-Dweighbridge.libraries=$wb_out" ${WEIGHBRIDGE_MAVEN_OPTIONS:-} 2>&1; printf '\nexit %s\n' $?) \
    | wb_watch >"$wb_log"
  if [ "$(tail -n 1 "$wb_log")" != "exit 0" ] || ! wb_pack >>"$wb_log" 2>&1; then
    wb_say ''
    wb_error=$(grep -m 1 '^\[ERROR\]' "$wb_log" || tail -n 3 "$wb_log" | head -n 1)
    echo "weighbridge: the build failed: ${wb_error#\[ERROR\] } (the whole log: $wb_log)" >&2
    rm -rf "$wb_out"
    return 2
  fi

  wb_train scan "$wb_scan_path" -XX:+UseSerialGC -XX:TieredStopAtLevel=1
  wb_train full "$wb_full_path" -XX:+UseSerialGC -XX:TieredStopAtLevel=1
  wb_train sign "$wb_full_path" -XX:+UseSerialGC
  wb_train server "$wb_full_path"

  printf '%s\n' "$JAVA_HOME/bin/java" "$wb_out" "$wb_scan_path" "$wb_full_path" >"$wb_out/run"
  # The time of a build is that of its start: what changed meanwhile is built next time.
  touch -r "$wb_out/started" "$wb_out/run"
  mv "$wb_out/run" "$wb_run"
  wb_say ''
  # Builds of the last day stay: a server may still run from one.
  find "$wb_base" -maxdepth 1 -name 'build-*' -type d ! -path "$wb_out" -mtime +0 -exec rm -rf {} + 2>/dev/null
  return 0
}

# Passes Maven's output on, and shows module and downloads.
wb_watch() {
  wb_module=''
  wb_downloads=0
  while IFS= read -r wb_line; do
    printf '%s\n' "$wb_line"
    case $wb_line in
      *'Downloaded from '*) wb_downloads=$((wb_downloads + 1)); wb_say "building $wb_module($wb_downloads downloads)" ;;
      *'Building Weighbridge '*) wb_module=${wb_line#*Building Weighbridge }' '; wb_say "building $wb_module" ;;
    esac
  done
}

# All our modules in one jar: every jar on the class path costs half a millisecond at each start.
wb_pack() {
  set -- --create --no-compress --file "$wb_out/weighbridge.jar"
  for wb_classes in "$wb_root"/*/target/classes; do
    case $wb_classes in */acceptance/* | */bench/* | */maven-plugin/*) ;; *) set -- "$@" -C "$wb_classes" . ;; esac
  done
  "$JAVA_HOME/bin/jar" "$@" || return
  # The digest of the rules, taken once here rather than at every start.
  wb_class_paths
  mkdir -p "$wb_out/digest/META-INF"
  "$JAVA_HOME/bin/java" -cp "$wb_scan_path" io.weighbridge.cli.internal.Training digest \
    >"$wb_out/digest/META-INF/weighbridge-rules.sha256" || return
  "$JAVA_HOME/bin/jar" --update --no-compress --file "$wb_out/weighbridge.jar" -C "$wb_out/digest" .
}

# Sets wb_scan_path, with what a scan of local files needs, and wb_full_path, with everything.
wb_class_paths() {
  wb_scan_path=$wb_out/weighbridge.jar
  for wb_jar in "$wb_out"/scan/*.jar; do wb_scan_path=$wb_scan_path:$wb_jar; done
  wb_full_path=$wb_scan_path
  for wb_jar in "$wb_out"/all/*.jar; do
    [ -e "$wb_out/scan/${wb_jar##*/}" ] || wb_full_path=$wb_full_path:$wb_jar
  done
}

# wb_train NAME CLASSPATH JVMOPTION…: one training run, one cache. A cache that cannot be made costs
# time at every start, nothing else.
wb_train() {
  wb_name=$1
  wb_path=$2
  shift 2
  wb_say "preparing for fast starts ($wb_name)"
  "$JAVA_HOME/bin/java" "-XX:AOTCacheOutput=$wb_out/$wb_name.aot" -Xlog:disable -XX:-UsePerfData "$@" \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$wb_path" io.weighbridge.cli.internal.Training "$wb_name" >"$wb_out/$wb_name.log" 2>&1 \
    || rm -f "$wb_out/$wb_name.aot"
}
