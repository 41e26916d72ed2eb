#!/usr/bin/env bash
# The browser test: JupyterLab in headless Chromium, with the kernel that install.sh installed. Writes a JUnit report.
# Chromium comes from Debian's packages where it is missing. Where it cannot be had, the report says that nothing was
# looked at: one skipped test, and a line that begins with "browser test NOT RUN".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

REPORT=$PWD/../target/surefire-reports/TEST-browser.xml
mkdir -p "$(dirname "$REPORT")"
rm -f "$REPORT"

not_run() {
    printf 'browser test NOT RUN: %s\n' "$1"
    printf '<testsuite name="browser" tests="1" failures="0" errors="0" skipped="1">\n<testcase classname="browser" name="%s"><skipped message="%s"/></testcase>\n</testsuite>\n' \
        "the browser test" "$1" >"$REPORT"
    exit 0
}

installed() {
    local name
    for name in "$@"; do
        command -v "$name" && return
    done
    return 1
}

CHROMIUM=${CHROMIUM:-$(installed chromium chromium-browser google-chrome)}
if [ -z "$CHROMIUM" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update && apt-get install -y --no-install-recommends chromium; } </dev/null >/dev/null 2>&1
    CHROMIUM=$(installed chromium)
fi
[ -n "$CHROMIUM" ] || not_run "there is no Chromium, and it could not be installed"
command -v npm >/dev/null || not_run "there is no npm (Node.js 20 or newer)"
npm ci --silent --no-audit --no-fund </dev/null || not_run "the packages of package-lock.json could not be installed"

OWN=${XDG_DATA_HOME:-$HOME/.local/share}/kiln/jupyter/bin/python
[ -n "${KILN_PYTHON:-}" ] || KILN_PYTHON=$([ -x "$OWN" ] && echo "$OWN" || echo python3)
"$KILN_PYTHON" -c 'import jupyterlab' 2>/dev/null || not_run "$KILN_PYTHON has no JupyterLab; ./install.sh makes one"

CHROMIUM=$CHROMIUM KILN_PYTHON=$KILN_PYTHON node check.mjs "$REPORT"
