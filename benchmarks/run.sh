#!/usr/bin/env bash
# Measures Kiln beside Keras on JAX, Keras on TensorFlow and PyTorch, alternating in one run. README.md says what each
# row means. Type benchmarks/run.sh --help.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(dirname "$HERE")
LOGS=$HERE/target/logs

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

real_path() { python3 -c 'import os, sys; print(os.path.realpath(sys.argv[1]))' "$1"; }

hash_of() {
    if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi | cut -c1-16
}

. "$ROOT/installer/java.sh"
. "$ROOT/installer/native.sh"

# The peers' Python environment, kept for later runs; another one where the requirements change.
peers_python() {
    local folder=${XDG_CACHE_HOME:-$HOME/.cache}/kiln/peers-$(hash_of "$HERE/requirements.txt")
    if [ ! -e "$folder/complete" ]; then
        printf 'Installing the peers (about 7 GB, some minutes) into %s\n' "$folder" >&2
        rm -rf "$folder"
        python3 -m venv "$folder" >&2
        "$folder/bin/python" -m pip install --quiet --no-cache-dir -r "$HERE/requirements.txt" >&2 ||
            fail "The peers could not be installed; pip says why above." "They need Python 3.11 or newer and a network."
        touch "$folder/complete"
    fi
    printf '%s\n' "$folder/bin/python"
}

# Builds Kiln's side for a JDK and one of ND4J's native libraries, and prints its class path.
build() {
    local jdk=$1 platform=$2 extension=${3#plain}
    (cd "$ROOT" && JAVA_HOME=$jdk mvn -q -B -Pbenchmarks -pl benchmarks -am -DskipTests -Dkiln.format.skip \
        "-Dnd4j.platform=$platform" "-Dnd4j.extension=$extension" test-compile dependency:build-classpath \
        -DincludeScope=runtime "-Dmdep.outputFile=$HERE/target/classpath") >"$LOGS/build.log" 2>&1 </dev/null ||
        fail "Kiln could not be built; see $LOGS/build.log"
    printf '%s:%s\n' "$HERE/target/classes" "$(cat "$HERE/target/classpath")"
}

# The command line of an installed kernel, without the kernel and without its AOT cache; what its compiler is told comes from
# the kernel's own file.
java_command() {
    printf '%s\n' "$1/bin/java" --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector \
        --sun-misc-unsafe-memory-access=allow -XX:+UseG1GC -Djava.awt.headless=true
    sed -n 's/^ *"\(-XX:CompileCommand=.*\)",$/\1/p' "$ROOT/kernel/src/main/kernelspec/kernel.json"
    printf '%s\n' -cp "$2"
}

mkdir -p "$LOGS"
JDK=$(usable_jdks | head -n 1)
[ -n "$JDK" ] || fail "$(how_to_get_a_jdk)"
PLATFORM=$(nd4j_platform) || fail "ND4J has no native libraries for $(uname -s) on $(uname -m)."
PYTHON=$(peers_python)
for extension in $(nd4j_extensions "$PLATFORM"); do
    classpath=$(build "$JDK" "$PLATFORM" "$extension")
    KILN_BENCHMARK_JAVA=$(java_command "$JDK" "$classpath"; echo dev.kiln.benchmarks.Worker)
    # A native library for another processor kills the JVM.
    if (IFS=$'\n'; set -f; echo | $KILN_BENCHMARK_JAVA) >/dev/null 2>&1; then
        break
    fi
done
# Every library chooses its kernels itself, as it does on a user's machine.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS OMP_NUM_THREADS MKL_NUM_THREADS
export PATH=$JDK/bin:$PATH # for JJava's kernel
export KILN_BENCHMARK_JAVA KILN_BENCHMARK_LOGS=$LOGS
exec "$PYTHON" "$HERE/run.py" "$@"
