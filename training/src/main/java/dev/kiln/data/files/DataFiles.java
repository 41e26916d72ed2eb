package dev.kiln.data.files;

import dev.kiln.catalog.UserError;
import dev.kiln.data.ColumnChoice;
import dev.kiln.data.DataOptions;
import dev.kiln.data.DataSets;
import dev.kiln.data.FloatArray;
import dev.kiln.data.Source;
import dev.kiln.data.files.NumpyFile.Content;

import tech.tablesaw.api.Table;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// Data sets from files and addresses, told apart by their endings: text tables, `.npz` and `.npy`, folders of pictures.
public final class DataFiles {
    private DataFiles() {}

    /// Rows of a file, parted and prepared.
    ///
    /// @param place a path, from the folder where the program runs, or an `http` address
    /// @throws UserError E124 where the file is not there, E125 where an address does not answer, E126 where it cannot be
    ///     read
    public static DataSets read(String place, DataOptions options) {
        return read(place, options, new Downloads((_, _, _) -> {}));
    }

    /// @param downloads brings the file of an address, and tells how far it is
    public static DataSets read(String place, DataOptions options, Downloads downloads) {
        return read(Path.of(""), place, options, downloads);
    }

    /// @param folder where paths that are not absolute begin
    public static DataSets read(
            Path folder, String place, DataOptions options, Downloads downloads) {
        if (!isAddress(place)) {
            return DataSets.of(source(path(folder, place), place, options), options);
        }
        Path file = downloads.temporary(address(place));
        try {
            return DataSets.of(source(file, place, options), options);
        } finally {
            delete(file);
        }
    }

    /// Pictures of a folder that has one folder for each class, parted and prepared; `size` of the options scales them.
    ///
    /// @throws UserError E124 where there are none, E126 where one cannot be read, E127 where sizes differ
    public static DataSets images(String folder, DataOptions options) {
        return images(Path.of(""), folder, options);
    }

    /// @param base where paths that are not absolute begin
    public static DataSets images(Path base, String folder, DataOptions options) {
        return DataSets.of(
                PictureFolder.read(path(base, folder), options.reading().size()), options);
    }

    /// The rows of a text table as they are, for a model that is trained already.
    public static Table table(String place, DataOptions options) {
        return table(Path.of(""), place, options);
    }

    /// @param folder where paths that are not absolute begin
    public static Table table(Path folder, String place, DataOptions options) {
        Table table = TextTable.read(path(folder, place), options.reading(), isText(options));
        table.setName(fileName(place));
        return table;
    }

    /// The names of a text table's columns, read from its first lines, for completion.
    public static List<String> columnNames(String place, DataOptions options) {
        return TextTable.columnNames(path(Path.of(""), place), options.reading());
    }

    private static Source source(Path file, String place, DataOptions options) {
        String ending = place.toLowerCase(Locale.ROOT);
        String typed = "\"" + place + "\"";
        if (ending.endsWith(".npz") || ending.endsWith(".npy")) {
            return numpy(NumpyFile.read(file), fileName(place), typed);
        }
        Table table = TextTable.read(file, options.reading(), isText(options));
        table.setName(fileName(place));
        return new Source.OfTable(fileName(place), typed, table);
    }

    /// Arrays named as Keras' own files name them, or `x` and `y`.
    private static Source numpy(Map<String, Content> arrays, String name, String typed) {
        if (arrays.containsKey("x_train")
                && arrays.containsKey("y_train")
                && arrays.containsKey("x_test")
                && arrays.containsKey("y_test")) {
            return Source.arrays(
                    values(arrays, "x_train", name),
                    values(arrays, "y_train", name),
                    values(arrays, "x_test", name),
                    values(arrays, "y_test", name),
                    typed);
        }
        if (!arrays.containsKey("x")) {
            throw new UserError(
                    "E126",
                    name
                            + " holds the arrays "
                            + String.join(", ", arrays.keySet())
                            + ", but none named x.",
                    "Save it with numpy.savez(\"" + name + "\", x=..., y=...)");
        }
        return Source.arrays(
                values(arrays, "x", name),
                arrays.containsKey("y") ? values(arrays, "y", name) : null,
                arrays.containsKey("y") ? typed : "x=" + typed);
    }

    private static Object values(Map<String, Content> arrays, String array, String name) {
        return switch (arrays.get(array)) {
            case Content.Numbers(FloatArray numbers) -> numbers;
            case Content.Objects(List<Object> items) -> items;
            case null ->
                    throw new UserError(
                            "E126",
                            name + " lacks the array " + array + ".",
                            "Save it with numpy.savez.");
        };
    }

    /// Columns that are not used need not be numbers throughout; nor do word columns.
    private static Predicate<String> isText(DataOptions options) {
        ColumnChoice choice = options.columnChoice();
        return name ->
                contains(choice.text(), name)
                        || contains(choice.drop(), name)
                        || (!choice.columns().isEmpty()
                                && !contains(choice.columns(), name)
                                && !contains(choice.target(), name));
    }

    private static boolean contains(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    public static boolean isAddress(String place) {
        return place.startsWith("http://") || place.startsWith("https://");
    }

    private static URI address(String place) {
        try {
            return URI.create(place);
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    "E124",
                    place + " is no address: " + e.getMessage() + ".",
                    "Check the address.",
                    e);
        }
    }

    private static Path path(Path folder, String place) {
        try {
            String home = System.getProperty("user.home");
            return folder.resolve(place.startsWith("~/") ? home + place.substring(1) : place);
        } catch (java.nio.file.InvalidPathException e) {
            throw new UserError(
                    "E124",
                    "\"" + place + "\" is no file name: " + e.getReason() + ".",
                    "Check the name.",
                    e);
        }
    }

    private static String fileName(String place) {
        String path = place.replaceFirst("[?#].*$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
