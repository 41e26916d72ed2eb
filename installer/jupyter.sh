# Finds a Python with JupyterLab, or makes one. Sourced by install.sh.

# Whether this Python has what the installer uses; a JupyterLab before 4 is left alone.
has_jupyterlab() {
    "$1" - >/dev/null 2>&1 <<'PYTHON'
import sys
from importlib.metadata import version
from importlib.util import find_spec
assert sys.version_info >= (3, 10) and int(version("jupyterlab").split(".")[0]) >= 4
assert find_spec("jupyter_client") and find_spec("nbclient") and find_spec("jupyter_core")
PYTHON
}

# Prints the Python behind a command such as `jupyter`: the one its first line names.
python_behind() {
    local program
    program=$(command -v "$1") || return 1
    sed -n '1s/^#! *\([^ ]*python[^ ]*\) *.*$/\1/p' "$(real_path "$program")" 2>/dev/null | grep .
}

# Prints the Python that has JupyterLab: the private one of an earlier run first, then the user's own.
python_with_jupyterlab() {
    local python
    for python in "$VENV/bin/python" "${VIRTUAL_ENV:-/nowhere}/bin/python" python3 python \
            "$(python_behind jupyter-lab || true)" "$(python_behind jupyter || true)"; do
        [ -n "$python" ] || continue
        python=$(command -v "$python") || continue
        if has_jupyterlab "$python"; then
            printf '%s\n' "$python"
            return
        fi
    done
    return 1
}

# Prints a Python that is new enough to make a virtual environment with.
python_for_venv() {
    local python
    for python in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
        python=$(command -v "$python") || continue
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            printf '%s\n' "$python"
            return
        fi
    done
    return 1
}

how_to_get_venv() {
    local python=$1 version
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    printf 'There is no JupyterLab here, and Python %s at %s cannot make a virtual environment for one.\n' "$version" "$python"
    if command -v apt-get >/dev/null; then
        printf 'Type: sudo apt install python3-venv   (or python%s-venv), and ./install.sh again.\n' "$version"
    else
        printf 'Install the package with Python'"'"'s venv and ensurepip modules (python3-venv), and type ./install.sh again.\n'
    fi
}

# Makes the private environment in $VENV from the pinned requirements.
make_venv() {
    local python log=$1
    if ! python=$(python_for_venv); then
        fail "Kiln's JupyterLab needs Python 3.10 or newer, and none was found on the PATH." \
            "Install one (for example: sudo apt install python3 python3-venv) and type ./install.sh again."
    fi
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        how_to_get_venv "$python" >&2
        exit 1
    fi
    rm -rf "$VENV"
    mkdir -p "$(dirname "$VENV")"
    if ! { "$python" -m venv "$VENV" \
            && "$VENV/bin/python" -m pip install --disable-pip-version-check -r "$HERE/installer/requirements.txt"; } >"$log" 2>&1; then
        rm -rf "$VENV"
        tail -n 15 "$log" >&2
        fail "JupyterLab could not be installed; the end of $log is above." "With a network, type ./install.sh again."
    fi
}
