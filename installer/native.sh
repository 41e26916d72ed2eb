# Chooses ND4J's native libraries for this processor and operating system. Sourced by install.sh.

# Prints the platform as Maven classifiers spell it; fails on one for which ND4J has no native libraries.
nd4j_platform() {
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) echo linux-x86_64 ;;
        Linux-aarch64 | Linux-arm64) echo linux-arm64 ;;
        Darwin-arm64) echo macosx-arm64 ;;
        Darwin-x86_64) echo macosx-x86_64 ;;
        *) return 1 ;;
    esac
}

processor_flags() {
    if [ -r /proc/cpuinfo ]; then
        sed -n 's/^flags[^:]*: *//p' /proc/cpuinfo | head -n 1
    else
        sysctl -n machdep.cpu.features machdep.cpu.leaf7_features 2>/dev/null | tr '[:upper:]\n' '[:lower:] ' || true
    fi
}

# Whether the list of flags that comes first has every flag that follows.
has_flags() {
    local flags=" $1 " flag
    shift
    for flag in "$@"; do
        case $flags in *" $flag "*) ;; *) return 1 ;; esac
    done
}

# Prints the classifier extensions to try, the fastest first; "plain" has none. A library that uses instructions which
# the processor lacks kills the JVM, so nothing is tried that the flags do not promise.
nd4j_extensions() {
    local platform=$1 flags
    flags=$(processor_flags)
    case $platform in
        linux-x86_64)
            if has_flags "$flags" avx512f avx512cd avx512bw avx512dq avx512vl avx2 fma bmi1 bmi2; then
                echo -onednn-avx512
            fi
            if has_flags "$flags" avx2 fma bmi1 bmi2; then echo -onednn-avx2; fi
            ;;
        macosx-x86_64)
            if has_flags "$flags" avx2 fma; then echo -onednn-avx2; fi
            ;;
    esac
    echo plain
}
