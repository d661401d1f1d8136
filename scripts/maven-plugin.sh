#!/bin/sh
# Runs weighbridge:scan in a real build: installs the modules into your local Maven repository, then
# builds maven-plugin/src/it/sample with a harmless model (must pass) and with one that acts (must fail).
# They stay there: remove ~/.m2/repository/io/weighbridge when you build single modules of a clone.
set -eu
cd "$(dirname "$0")/.."
. scripts/jdk.sh
wb_find_jdk
wb_need_maven
MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
export MAVEN_OPTS
mvn -q -B -Dstyle.color=never -ntp -Dquick -DskipTests install -pl maven-plugin -am
sample=$(mktemp -d)
trap 'rm -rf "$sample"' EXIT
cp maven-plugin/src/it/sample/pom.xml "$sample"
mkdir "$sample/models"
printf '{"model_type": "bert"}' >"$sample/models/config.json"
mvn -q -B -Dstyle.color=never -ntp -f "$sample" verify
echo "a harmless model: the build passes"
printf "cos\nsystem\n(S'true'\ntR." >"$sample/models/model.pkl"
if mvn -q -B -Dstyle.color=never -ntp -f "$sample" verify >"$sample/log" 2>&1; then
  echo "a model that acts: the build PASSES, and must not" >&2
  exit 1
fi
grep -q "os.system('true')" "$sample/log"
grep -q "os.system" "$sample/target/weighbridge.html"
echo "a model that acts: the build fails, and says: $(grep -m 1 'MALICIOUS' "$sample/log")"
