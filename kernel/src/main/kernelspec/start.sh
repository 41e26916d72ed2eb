#!/bin/sh
# start.sh JAVA FLAG... -- REST...
#
# Becomes JAVA FLAG... OPTION... REST..., with the user's own options for the JVM: those that %kiln jvm stored, then those
# of KILN_JAVA_OPTIONS, which are split as a shell splits words, with nothing expanded. Options that the JVM refuses, or
# with which the last start came to nothing, are left out, and the kernel is told why. Without options nothing but the
# JVM is started. KILN_SETTINGS=off leaves out all that is the user's own.
set -f

if [ -n "${JUPYTER_DATA_DIR:-}" ]; then
    folder=$JUPYTER_DATA_DIR/kiln
elif [ -d /System/Library ]; then
    folder=${HOME:-}/Library/Jupyter/kiln
else
    folder=${XDG_DATA_HOME:-${HOME:-}/.local/share}/jupyter/kiln
fi
stored=$folder/jvm-options trial=$folder/jvm-options.trial good=$folder/jvm-options.good
newline='
'
java=$1 options= refused=

if [ "${KILN_SETTINGS:-}" != off ]; then
    [ ! -r "$stored" ] || options=$(cat "$stored")
    case ${KILN_JAVA_OPTIONS:-} in
        *[![:space:]]*)
            if words=$(printf '%s' "$KILN_JAVA_OPTIONS" | xargs printf '%s\n' 2>/dev/null); then
                options=$options$newline$words
            else
                refused="a quote in KILN_JAVA_OPTIONS is not closed: $KILN_JAVA_OPTIONS"
            fi
            ;;
    esac
fi

# become WITH -- REST...: starts JAVA FLAG... OPTION... REST... where WITH is `options`, with `-version` in place of REST
# where it is `check`, and without the options where it is `defaults`.
become() {
    with=$1 passed=
    shift
    for argument in "$@"; do
        shift
        case $passed,$argument in
            ,--)
                passed=yes
                if [ "$with" != defaults ]; then
                    IFS=$newline
                    for option in $options; do set -- "$@" "$option"; done
                    unset IFS
                    set -- "$@" "-Dkiln.options=$options"
                fi
                [ "$with" != options ] || [ -z "$mark" ] || set -- "$@" "-Dkiln.options.trial=$mark"
                [ -z "$refused" ] || set -- "$@" "-Dkiln.options.refused=$refused"
                ;;
            ,-XX:+UseG1GC)
                # A collector that the user chose takes the place of this one; two are an error.
                case $with,$options in
                    defaults,*) set -- "$@" "$argument" ;;
                    *,*-XX:[-+]Use*GC*) ;;
                    *) set -- "$@" "$argument" ;;
                esac
                ;;
            yes,*) [ "$with" = check ] || set -- "$@" "$argument" ;;
            *) set -- "$@" "$argument" ;;
        esac
    done
    [ "$with" != check ] || set -- "$@" -version
    exec "$@"
}

mark=
[ -z "$refused" ] || become defaults "$@"
case $options in
    *[![:space:]]*) ;;
    *) become defaults "$@" ;;
esac

# What has started a kernel once is not checked again. The first line of both files is a process.
if [ "$(sed 1d "$good" 2>/dev/null)" = "$java$newline$options" ]; then
    become options "$@"
fi
if [ "$(sed 1d "$trial" 2>/dev/null)" = "$java$newline$options" ] && ! kill -0 "$(sed -n 1p "$trial")" 2>/dev/null; then
    refused="with them the kernel ended before it answered"
elif said=$(become check "$@" 2>&1); then
    if mkdir -p "$folder" 2>/dev/null && printf '%s\n' "$$" "$java" "$options" 2>/dev/null >"$trial"; then mark=$trial; fi
else
    refused=$(printf '%s\n' "$said" | sed -n '/^Picked up\|^NOTE:/d;p')
fi
[ -z "$refused" ] || become defaults "$@"
become options "$@"
