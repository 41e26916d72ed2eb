package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;
import dev.kiln.kernel.settings.JvmOptions;
import dev.kiln.runtime.FreeMemory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `%kiln jvm` shows with which options the JVM runs; `%kiln jvm -Xmx4g heap=4g native=6g preview` stores some for the
/// next start; `%kiln jvm default` forgets them.
record JvmMagic(JvmOptions options) implements KernelMagic {
    private static final Pattern SIZE = Pattern.compile("(heap|native)=(\\S*)");
    private static final Pattern BYTES = Pattern.compile("[1-9][0-9]{0,8}[kKmMgGtT]");

    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws Exception {
        List<String> words = Words.of(arguments);
        List<String> typed = words.subList(1, words.size());
        if (typed.equals(List.of("default"))) {
            options.store(List.of());
            System.out.println(
                    "The next kernel starts with the options that Kiln comes with. Restart the kernel for it.");
        } else if (!typed.isEmpty()) {
            store(typed);
        }
        show();
        return Optional.empty();
    }

    private void store(List<String> typed) throws IOException, InterruptedException {
        List<String> wanted = new ArrayList<>();
        for (String word : typed) {
            wanted.add(option(word));
        }
        List<String> all = options.with(wanted);
        Optional<String> refusal = JvmOptions.refusal(all);
        if (refusal.isPresent()) {
            throw new UserError(
                    "Java does not start with these options, so they are not stored:\n"
                            + refusal.get(),
                    "Correct them; %kiln jvm shows what is stored.");
        }
        options.store(all);
        System.out.println("Stored. Restart the kernel for it.");
    }

    private static String option(String word) {
        Matcher size = SIZE.matcher(word);
        if (size.matches()) {
            if (!BYTES.matcher(size.group(2)).matches()) {
                throw new UserError(
                        size.group(1)
                                + " takes a size with its unit, not \""
                                + size.group(2)
                                + "\".",
                        "Type: %kiln jvm " + size.group(1) + "=4g");
            }
            return size.group(1).equals("heap")
                    ? "-Xmx" + size.group(2)
                    : "-D" + FreeMemory.LIMIT + "=" + size.group(2);
        }
        if (word.equals("preview")) {
            return "--enable-preview";
        }
        if (!word.startsWith("-")) {
            throw new UserError(
                    "%kiln jvm takes options of Java, which begin with -, and not \""
                            + word
                            + "\".",
                    "Type: %kiln jvm heap=4g native=6g preview, or %kiln jvm -Xmx4g, or %kiln jvm default");
        }
        return word;
    }

    private void show() throws IOException {
        Runtime machine = Runtime.getRuntime();
        line("heap", used(machine.totalMemory() - machine.freeMemory(), machine.maxMemory()));
        line("native memory", used(FreeMemory.used(), FreeMemory.limit()));
        line("in force", text(JvmOptions.inForce()));
        JvmOptions.refused().ifPresent(why -> line("refused", why));
        line("stored", text(options.stored()));
        line("in", options.file().toString());
        line(
                "KILN_JAVA_OPTIONS",
                Optional.ofNullable(System.getenv("KILN_JAVA_OPTIONS")).orElse("(not set)"));
    }

    private static String text(List<String> options) {
        return options.isEmpty() ? "(none of your own)" : String.join(" ", options);
    }

    private static String used(long bytes, long limit) {
        return "%,d MB used, at most %,d MB".formatted(bytes >> 20, limit >> 20);
    }

    private static void line(String name, String text) {
        System.out.printf("%-18s %s%n", name, text.replace("\n", "\n" + " ".repeat(19)));
    }

    @Override
    public boolean isMeant(String arguments) {
        return arguments.strip().matches("jvm(\\s.*)?");
    }

    @Override
    public boolean needsNoJava() {
        return true;
    }

    @Override
    public String help() {
        return "%kiln jvm heap=4g native=6g preview -Xss8m: options of Java for the next start; default forgets them";
    }
}
