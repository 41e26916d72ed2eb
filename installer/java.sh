# Finds a JDK that can build and run Kiln. Sourced by install.sh.

readonly WANTED_JAVA=25

# Every folder that may be a JDK, the likeliest first; most do not exist.
jdk_places() {
    local name program
    for name in JAVA_HOME JDK_HOME JAVA_HOME_25_X64 JAVA_HOME_25_ARM64; do
        [ -z "${!name:-}" ] || printf '%s\n' "${!name}"
    done
    for program in javac java; do
        if program=$(command -v "$program"); then
            program=$(real_path "$program")
            printf '%s\n' "${program%/bin/*}"
        fi
    done
    printf '%s\n' \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/*jdk* /opt/jdk/* /usr/local/*jdk* \
        /usr/lib/sdk/openjdk* /var/lib/snapd/snap/openjdk/current/jdk /snap/openjdk/current/jdk \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
        "$HOME"/.jdks/* "$HOME"/.jdks/*/Contents/Home "$HOME"/.gradle/jdks/* "$HOME"/.gradle/jdks/*/Contents/Home \
        "$HOME"/.jabba/jdk/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
        "$HOME"/.jenv/versions/* "$HOME"/.m2/jdks/* "$HOME"/.cache/coursier/jvm/* "$HOME"/jdk* "$HOME"/.local/jdk*
}

# Prints the major version of the JDK in a folder; fails where there is no whole JDK, a runtime alone included.
jdk_version() {
    local home=$1 version
    [ -x "$home/bin/java" ] && [ -x "$home/bin/javac" ] && [ -r "$home/release" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    [ -n "$version" ] && [ "$version" -ge "$WANTED_JAVA" ] || return 1
    printf '%s\n' "$version"
}

# Whether the JDK runs on this machine and has the modules that Kiln is made of.
jdk_runs() {
    "$1/bin/java" --add-modules jdk.jshell,jdk.compiler,jdk.incubator.vector -version >/dev/null 2>&1
}

# Prints the folders of usable JDKs: those of the wanted version in the order of jdk_places, then newer ones, oldest first.
usable_jdks() {
    local home version seen=:
    jdk_places | while IFS= read -r home; do
        version=$(jdk_version "$home") || continue
        home=$(cd "$home" && pwd -P)
        case $seen in *":$home:"*) continue ;; esac
        seen="$seen$home:"
        printf '%s\t%s\n' "$version" "$home"
    done | sort -s -n -k1,1 | cut -f2 | while IFS= read -r home; do
        if jdk_runs "$home"; then printf '%s\n' "$home"; fi
    done
}

how_to_get_a_jdk() {
    local remedy
    if command -v apt-get >/dev/null; then
        remedy="sudo apt install openjdk-25-jdk, where your release has it"
    elif command -v dnf >/dev/null; then
        remedy="sudo dnf install java-25-openjdk-devel"
    elif command -v pacman >/dev/null; then
        remedy="sudo pacman -S jdk25-openjdk"
    elif command -v zypper >/dev/null; then
        remedy="sudo zypper install java-25-openjdk-devel"
    elif command -v brew >/dev/null; then
        remedy="brew install openjdk@25"
    else
        remedy="sdk install java 25-tem, with https://sdkman.io"
    fi
    printf 'Kiln needs a JDK %s; none was found in JAVA_HOME, on the PATH or where systems and IDEs put them.\n' "$WANTED_JAVA"
    printf 'Get one (%s; or https://adoptium.net, unpacked in ~/.jdks) and type ./install.sh again.\n' "$remedy"
}
