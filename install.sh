#!/usr/bin/env bash
# Installs Kiln, the Java kernel for training models in JupyterLab. Type ./install.sh --help.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
NOTEBOOK=$HERE/notebooks/01-first-fit.ipynb
LOGS=$HERE/target/install

usage() {
    cat <<'TEXT'
Usage: ./install.sh [--lab | --check] [--user | --sys-prefix | --prefix DIR]
       ./install.sh --uninstall [--user | --sys-prefix | --prefix DIR]

Builds the Kiln kernel, installs it into its own folder and registers it with Jupyter. Needs a JDK 25, Maven and
Python 3.10 or newer; no root. Makes a private JupyterLab where there is none. Doing it twice is harmless and quick.

  --lab          opens notebooks/01-first-fit.ipynb in JupyterLab afterwards
  --check        runs that notebook without a browser and prints its final table; fails unless every cell ran as expected
  --user         installs for this user (the default)
  --sys-prefix   installs into the Python environment that JupyterLab is in
  --prefix DIR   installs into DIR/share/jupyter; start JupyterLab with JUPYTER_PATH=DIR/share/jupyter
  --uninstall    removes all that an installation with the same place made
  --help         prints this
TEXT
}

say() { printf '%-9s %s\n' "$1" "$2"; }

# What is wrong, and the line to type.
fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

real_path() {
    local file=$1 link
    while link=$(readlink "$file"); do
        case $link in
            /*) file=$link ;;
            *) file=$(dirname "$file")/$link ;;
        esac
    done
    printf '%s/%s\n' "$(cd "$(dirname "$file")" && pwd -P)" "$(basename "$file")"
}

hash_of() {
    if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi | cut -c1-64
}

. "$HERE/installer/java.sh"
. "$HERE/installer/native.sh"
. "$HERE/installer/jupyter.sh"

ACTION=install PLACE=user PREFIX=
while [ $# -gt 0 ]; do
    case $1 in
        --lab) ACTION=lab ;;
        --check) ACTION=check ;;
        --uninstall) ACTION=uninstall ;;
        --user) PLACE=user ;;
        --sys-prefix) PLACE=sys-prefix ;;
        --prefix | --prefix=*)
            PLACE=prefix PREFIX=${1#--prefix=}
            if [ "$1" = --prefix ]; then
                [ $# -gt 1 ] || fail "--prefix needs a folder." "Type: ./install.sh --prefix DIR"
                PREFIX=$2
                shift
            fi
            [ -n "$PREFIX" ] || fail "--prefix needs a folder." "Type: ./install.sh --prefix DIR"
            ;;
        --help | -h)
            usage
            exit
            ;;
        *) fail "There is no option $1." "Type: ./install.sh --help" ;;
    esac
    shift
done

PLACE_OPTIONS=
case $PLACE in
    sys-prefix) PLACE_OPTIONS=--sys-prefix ;;
    prefix) PLACE_OPTIONS="--prefix $PREFIX" ;;
esac
case $PLACE in
    prefix)
        case $PREFIX in /*) ;; *) PREFIX=$PWD/$PREFIX ;; esac
        OWN=$PREFIX/share/kiln
        ;;
    *) OWN=${XDG_DATA_HOME:-$HOME/.local/share}/kiln ;;
esac
VENV=$OWN/jupyter

# Where Jupyter looks for kernels in the chosen place.
data_folder() {
    case $PLACE in
        prefix) printf '%s/share/jupyter\n' "$PREFIX" ;;
        sys-prefix) "$1" -c 'import sys; print(sys.prefix + "/share/jupyter")' ;;
        user) "$1" -c 'from jupyter_core.paths import jupyter_data_dir; print(jupyter_data_dir())' ;;
    esac
}

default_data_folder() {
    if [ "$(uname -s)" = Darwin ]; then
        printf '%s\n' "${JUPYTER_DATA_DIR:-$HOME/Library/Jupyter}"
    else
        printf '%s\n' "${JUPYTER_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/jupyter}"
    fi
}

# Removes a folder where nothing else is left in it, and so its parents up to the prefix.
remove_if_empty() {
    rmdir "$1" 2>/dev/null || true
}

uninstall() {
    local python data
    if python=$(python_with_jupyterlab); then
        data=$(data_folder "$python")
    else
        case $PLACE in
            prefix) data=$PREFIX/share/jupyter ;;
            user) data=$(default_data_folder) ;;
            sys-prefix) fail "No Python with JupyterLab was found, so there is no --sys-prefix to uninstall from." \
                "Type: ./install.sh --uninstall --prefix DIR, with the folder of that Python environment." ;;
        esac
    fi
    if [ ! -e "$data/kernels/kiln" ] && [ ! -e "$OWN" ]; then
        say removed "nothing: there is no Kiln in $data/kernels"
        return
    fi
    rm -rf "$data/kernels/kiln" "$OWN" "$LOGS"
    remove_if_empty "$data/kernels"
    if [ "$PLACE" = prefix ]; then
        remove_if_empty "$data"
        remove_if_empty "$PREFIX/share"
        remove_if_empty "$PREFIX"
    fi
    say removed "$data/kernels/kiln"
}

find_jupyter() {
    if PYTHON=$(python_with_jupyterlab); then
        PYTHON=$("$PYTHON" -c 'import sys; print(sys.executable)')
    else
        say Jupyter "there is none with JupyterLab; making a private one (a minute or two)"
        make_venv "$LOGS/jupyter.log"
        PYTHON=$VENV/bin/python
    fi
    say Jupyter "JupyterLab $("$PYTHON" -c 'from importlib.metadata import version; print(version("jupyterlab"))') of $PYTHON"
}

# A hash of all that the installed kernel is made from, of the JDK that runs it and of this processor's libraries.
kernel_stamp() {
    local jdk=$1 platform=$2
    {
        printf '%s\n' "$jdk" "$platform" "$KERNEL" "$(nd4j_extensions "$platform")"
        hash_of "$jdk/release"
        (cd "$HERE" && find pom.xml training/pom.xml magics/pom.xml kernel/pom.xml notebooks/01-first-fit.ipynb install.sh installer \
            training/src/main magics/src/main kernel/src/main -type f ! -name '*.pyc' -print0 \
            | LC_ALL=C sort -z | xargs -0 cat | hash_of)
    } | hash_of
}

# Builds the jars with the JDK and the native libraries given, and writes their paths to kernel/target/kiln.classpath.
build() {
    local jdk=$1 platform=$2 extension=${3#plain}
    command -v mvn >/dev/null || fail "Kiln is built with Maven, and there is no mvn on the PATH." \
        "Get it (for example: sudo apt install maven; or https://maven.apache.org) and type ./install.sh again."
    if ! (cd "$HERE" && JAVA_HOME=$jdk mvn -B -q -pl kernel -am -DskipTests -Dkiln.format.skip "-Dnd4j.platform=$platform" \
            "-Dnd4j.extension=$extension" package) >"$LOGS/build.log" 2>&1 </dev/null; then
        tail -n 40 "$LOGS/build.log" >&2
        fail "The build failed; the end of $LOGS/build.log is above."
    fi
}

# Puts jars, logos and kernel.json into the kernel's own folder; nothing in it points into the build tree.
copy_kernel() {
    local jdk=$1 jar kernel_jar
    rm -rf "$KERNEL"
    mkdir -p "$KERNEL/lib" "$KERNEL/native"
    kernel_jar=$(cd "$HERE/kernel/target" && ls -t kiln-kernel-*.jar | head -n 1)
    tr ':' '\n' <"$HERE/kernel/target/kiln.classpath" | while IFS= read -r jar || [ -n "$jar" ]; do
        cp "$jar" "$KERNEL/lib/"
    done
    cp "$HERE/kernel/target/$kernel_jar" "$KERNEL/lib/"
    cp "$HERE"/kernel/src/main/kernelspec/logo-* "$HERE/kernel/src/main/kernelspec/start.sh" "$KERNEL/"
    JAVA=$jdk/bin/java JAR=$kernel_jar "$PYTHON" - "$HERE/kernel/src/main/kernelspec/kernel.json" "$KERNEL/kernel.json" <<'PYTHON'
import json, os, sys
template, target = sys.argv[1:]
spec = json.load(open(template, encoding="utf-8"))
values = {"@java@": os.environ["JAVA"], "@jar@": os.environ["JAR"], "@version@": os.environ["JAR"][len("kiln-kernel-"):-len(".jar")]}
def fill(part):
    if isinstance(part, dict):
        return {key: fill(value) for key, value in part.items()}
    if isinstance(part, list):
        return [fill(value) for value in part]
    for name, value in values.items() if isinstance(part, str) else ():
        part = part.replace(name, value)
    return part
json.dump(fill(spec), open(target, "w", encoding="utf-8"), indent=2)
PYTHON
}

# Runs the first notebook in the installed kernel: unpacks the native libraries, records the AOT cache, and is the
# self-test. Returns session.py's status.
try_kernel() {
    "$PYTHON" "$HERE/installer/session.py" record "$KERNEL" "$NOTEBOOK" >"$LOGS/session.log" 2>&1 </dev/null
}

# Builds, copies and tries the kernel on one JDK, with the fastest native libraries that work.
install_on() {
    local jdk=$1 platform=$2 extension status
    for extension in $(nd4j_extensions "$platform"); do
        say build "with ND4J for $platform${extension#plain} (log: $LOGS/build.log)"
        build "$jdk" "$platform" "$extension"
        copy_kernel "$jdk"
        say self-test "the first notebook, in the installed kernel; its classes go into the AOT cache"
        status=0
        try_kernel || status=$?
        if [ "$status" = 3 ]; then
            say skipped "ND4J for $platform${extension#plain}: its library killed the JVM"
            continue
        fi
        return "$status"
    done
    return 3
}

# Keeps the kernel of an earlier run until the new one has passed its self-test.
put_aside() {
    if [ -e "$KERNEL/stamp" ]; then
        rm -rf "$OWN/previous"
        mkdir -p "$OWN"
        mv "$KERNEL" "$OWN/previous"
    fi
}

put_back() {
    rm -rf "$KERNEL"
    if [ -e "$OWN/previous" ]; then mv "$OWN/previous" "$KERNEL"; fi
}

# Fails early, before anything is made: sets PLATFORM and JDKS.
look_around() {
    PLATFORM=$(nd4j_platform) || fail "ND4J has no native libraries for $(uname -s) on $(uname -m)." \
        "Kiln runs on Linux and macOS, x86-64 or arm64; on Windows inside WSL."
    JDKS=$(usable_jdks)
    if [ -z "$JDKS" ]; then
        how_to_get_a_jdk >&2
        exit 1
    fi
}

install_kernel() {
    local platform=$PLATFORM jdk stamp status
    while IFS= read -r jdk; do
        say Java "$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$jdk/release") of $jdk"
        stamp=$(kernel_stamp "$jdk" "$platform")
        if [ "$(cat "$KERNEL/stamp" 2>/dev/null)" = "$stamp" ]; then
            say kernel "is up to date in $KERNEL"
            return
        fi
        put_aside
        status=0
        install_on "$jdk" "$platform" || status=$?
        if [ "$status" = 0 ] && ! "$PYTHON" "$HERE/installer/session.py" probe "$KERNEL" >>"$LOGS/session.log" 2>&1 </dev/null; then
            status=4
        fi
        case $status in
            0) say kernel "starts from its AOT cache" ;;
            4) say kernel "starts without an AOT cache, which takes longer (why: $LOGS/session.log)" ;;
            *)
                tail -n 15 "$LOGS/session.log" >&2
                put_back
                say skipped "the self-test failed on $jdk (whole log: $LOGS/session.log)"
                continue
                ;;
        esac
        printf '%s\n' "$stamp" >"$KERNEL/stamp"
        rm -rf "$OWN/previous"
        say kernel "is installed in $KERNEL"
        return
    done <<<"$JDKS"
    fail "Kiln's self-test passed on no JDK here; what it printed is above."
}

if [ "$ACTION" = uninstall ]; then
    uninstall
    exit
fi
look_around
mkdir -p "$LOGS"
find_jupyter
KERNEL=$(data_folder "$PYTHON")/kernels/kiln
install_kernel
[ "$PLACE" != prefix ] || export JUPYTER_PATH="$PREFIX/share/jupyter${JUPYTER_PATH:+:$JUPYTER_PATH}"
case $ACTION in
    check) exec "$PYTHON" "$HERE/installer/check.py" "$NOTEBOOK" ;;
    lab)
        root=()
        [ "$(id -u)" != 0 ] || root=(--allow-root)
        exec "$PYTHON" -m jupyterlab ${root[@]+"${root[@]}"} "$NOTEBOOK"
        ;;
    install) say next "./install.sh --lab${PLACE_OPTIONS:+ $PLACE_OPTIONS}, or choose \"Kiln (Java 25)\" in your JupyterLab" ;;
esac
