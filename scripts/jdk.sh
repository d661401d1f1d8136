# Sourced by ./weighbridge and ./check (POSIX sh). Sets JAVA_HOME to a JDK 25, or says in one line
# what to install. The order: JAVA_HOME, the java on PATH, the usual folders.

wb_is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[.+"]' "$1/release"
}

wb_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && wb_is_jdk25 "$JAVA_HOME"; then return 0; fi
  wb_java=$(command -v java 2>/dev/null) && wb_java=$(readlink -f "$wb_java") && {
    wb_home=${wb_java%/bin/java}
    if wb_is_jdk25 "$wb_home"; then JAVA_HOME=$wb_home; export JAVA_HOME; return 0; fi
  }
  for wb_home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/java/* /usr/local/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    if wb_is_jdk25 "$wb_home"; then JAVA_HOME=$wb_home; export JAVA_HOME; return 0; fi
  done
  echo "weighbridge: no JDK 25 found in JAVA_HOME, PATH or the usual folders; install Temurin 25 (Debian: the temurin-25-jdk package; macOS: brew install openjdk@25; any system: sdk install java 25-tem) or set JAVA_HOME." >&2
  return 2
}

wb_need_maven() {
  command -v mvn >/dev/null 2>&1 && return 0
  echo "weighbridge: Maven is needed to build; install 3.8.7 or later (Debian: apt-get install maven; macOS: brew install maven)." >&2
  return 2
}
