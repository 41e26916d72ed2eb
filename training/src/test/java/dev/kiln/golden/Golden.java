package dev.kiln.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.DynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Recorded answers of one family, one test a record.
public final class Golden {
    private Golden() {}

    /// Compares Kiln with one record.
    public interface Check {
        /// @param record   the whole record
        /// @param expected the answer to be met: the record's `expected`, or its `expected_jax` where the
        ///                 two recorded backends disagree and the first one was not met
        void check(JsonObject record, JsonObject expected, Comparison compare);
    }

    /// One test a case of the family's files.
    public static Stream<DynamicTest> tests(String family, Check check) {
        return tests(family, "cases", check);
    }

    /// One test a case, with a word in the report that tells this run over the records from another one.
    public static Stream<DynamicTest> testsBy(String runner, String family, Check check) {
        return tests(family, "cases", "by " + runner + " ", check);
    }

    /// One test an entry of another list of the family's files, for example `schedules` of `optimizers`.
    public static Stream<DynamicTest> tests(String family, String list, Check check) {
        return tests(family, list, "", check);
    }

    private static Stream<DynamicTest> tests(
            String family, String list, String runner, Check check) {
        return files(family).stream()
                .filter(file -> file.has(list))
                .flatMap(file -> file.getAsJsonArray(list).asList().stream())
                .map(JsonElement::getAsJsonObject)
                .map(
                        record ->
                                DynamicTest.dynamicTest(
                                        id(record),
                                        () ->
                                                run(
                                                        family + " " + runner + id(record),
                                                        record,
                                                        check)))
                .onClose(GoldenReport::write);
    }

    /// The parsed files of a family; none where the given folder has no such file.
    public static List<JsonObject> files(String family) {
        String folder = System.getProperty("kiln.golden", "");
        if (folder.isEmpty()) {
            InputStream resource = Golden.class.getResourceAsStream("/golden/" + family + ".json");
            var files = new ArrayList<JsonObject>();
            files.add(parse(Objects.requireNonNull(resource, "no recorded " + family)));
            InputStream more = Golden.class.getResourceAsStream("/golden/more/" + family + ".json");
            if (more != null) {
                files.add(parse(more));
            }
            return files;
        }
        var found = new ArrayList<JsonObject>();
        boolean hasRecords = false;
        try (Stream<Path> paths = Files.walk(Path.of(folder))) {
            for (Path path : paths.filter(p -> p.toString().endsWith(".json")).sorted().toList()) {
                JsonElement file = parseAny(Files.newInputStream(path));
                if (file.isJsonObject()) {
                    hasRecords |= file.getAsJsonObject().has("family");
                }
                if (file.isJsonObject() && family.equals(family(file.getAsJsonObject()))) {
                    found.add(file.getAsJsonObject());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!hasRecords) {
            throw new AssertionError("no recorded answers in " + folder);
        }
        return found;
    }

    /// A file that a record names, beside the record's own file.
    ///
    /// @param name with the folder that the record gives, for example `saved/mlp.keras`
    public static Path file(String name) {
        String folder = System.getProperty("kiln.golden", "");
        try {
            if (folder.isEmpty()) {
                return Path.of(
                        Objects.requireNonNull(Golden.class.getResource("/golden/" + name), name)
                                .toURI());
            }
            try (Stream<Path> paths = Files.walk(Path.of(folder))) {
                return paths.filter(path -> path.endsWith(name))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no file " + name + " in " + folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String family(JsonObject file) {
        return file.has("family") ? file.get("family").getAsString() : "";
    }

    private static String id(JsonObject record) {
        return record.has("id") ? record.get("id").getAsString() : record.toString();
    }

    private static void run(String id, JsonObject record, Check check) {
        var compare = new Comparison();
        try {
            check.check(record, record.getAsJsonObject("expected"), compare);
            GoldenReport.passed(id, compare.worst());
        } catch (org.opentest4j.TestAbortedException aborted) {
            throw aborted;
        } catch (AssertionError | RuntimeException first) {
            if (!other(record, check, id)) {
                GoldenReport.failed(id, first);
                throw first;
            }
        }
    }

    /// Where the recorded backends disagree either answer may be met.
    private static boolean other(JsonObject record, Check check, String id) {
        JsonElement other = record.get("expected_jax");
        if (other == null || !other.isJsonObject()) {
            return false;
        }
        var compare = new Comparison();
        try {
            check.check(record, other.getAsJsonObject(), compare);
            GoldenReport.passed(id + " (second backend)", compare.worst());
            return true;
        } catch (AssertionError | RuntimeException notMetEither) {
            return false;
        }
    }

    private static JsonObject parse(InputStream stream) {
        return parseAny(stream).getAsJsonObject();
    }

    private static JsonElement parseAny(InputStream stream) {
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
