package dev.kiln.data.sets;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;
import dev.kiln.data.DataSets;
import dev.kiln.data.files.Downloads;

import java.util.List;
import java.util.Optional;

/// The list of data sets with a name.
///
/// ```java
/// DataSets iris = NamedSets.load("iris", new DataOptions());
/// ```
public final class NamedSets {
    /// Every set, shipped ones first.
    public static final List<NamedSet> ALL =
            List.of(
                    new NamedSet(
                            "iris",
                            150,
                            "4 numbers",
                            "3 classes",
                            3_858,
                            "CC BY 4.0",
                            "Fisher 1936, UCI",
                            true,
                            (_, _) -> ShippedSets.table("iris")),
                    new NamedSet(
                            "wine",
                            178,
                            "13 numbers",
                            "3 classes",
                            12_356,
                            "CC BY 4.0",
                            "Aeberhard and Forina, UCI",
                            true,
                            (_, _) -> ShippedSets.table("wine")),
                    new NamedSet(
                            "breast_cancer",
                            569,
                            "30 numbers",
                            "2 classes",
                            123_865,
                            "CC BY 4.0",
                            "Wolberg and others, UCI",
                            true,
                            (_, _) -> ShippedSets.table("breast_cancer")),
                    new NamedSet(
                            "digits",
                            1_797,
                            "images 8x8x1",
                            "10 classes",
                            53_593,
                            "CC BY 4.0",
                            "Alpaydin and Kaynak, UCI",
                            true,
                            (_, _) -> ShippedSets.digits()),
                    new NamedSet(
                            "diabetes",
                            442,
                            "10 numbers",
                            "a number",
                            18_541,
                            "none stated",
                            "Efron and others 2004",
                            true,
                            (_, _) -> ShippedSets.table("diabetes")),
                    new NamedSet(
                            "mnist",
                            70_000,
                            "images 28x28x1",
                            "10 classes",
                            11_490_434,
                            "CC BY-SA 3.0",
                            "LeCun and Cortes",
                            false,
                            DownloadedSets::mnist),
                    new NamedSet(
                            "fashion_mnist",
                            70_000,
                            "images 28x28x1",
                            "10 classes",
                            30_878_645,
                            "MIT",
                            "Zalando SE",
                            false,
                            DownloadedSets::fashionMnist),
                    new NamedSet(
                            "cifar10",
                            60_000,
                            "images 32x32x3",
                            "10 classes",
                            170_498_071,
                            "none stated",
                            "Krizhevsky 2009",
                            false,
                            Cifar10::load),
                    new NamedSet(
                            "california_housing",
                            20_640,
                            "8 numbers",
                            "a number",
                            743_530,
                            "none stated",
                            "Pace and Barry 1997, StatLib",
                            false,
                            DownloadedSets::californiaHousing),
                    new NamedSet(
                            "imdb",
                            50_000,
                            "texts of 256 word numbers",
                            "2 classes",
                            17_464_789,
                            "none stated",
                            "Maas and others 2011",
                            false,
                            DownloadedSets::imdb));

    private NamedSets() {}

    public static Optional<NamedSet> find(String name) {
        String wanted = Names.normalized(name);
        return ALL.stream().filter(set -> Names.normalized(set.name()).equals(wanted)).findFirst();
    }

    /// A set, parted and prepared.
    ///
    /// @throws UserError E124 where there is no such set, E125 where it cannot be downloaded
    public static DataSets load(String name, DataOptions options) {
        return load(name, options, new Downloads((_, _, _) -> {}));
    }

    /// @param downloads brings a set that is not shipped, and tells how far it is
    public static DataSets load(String name, DataOptions options, Downloads downloads) {
        return DataSets.of(named(name).loading().load(downloads, options), options);
    }

    private static NamedSet named(String name) {
        List<String> names = ALL.stream().map(NamedSet::name).toList();
        return find(name)
                .orElseThrow(
                        () ->
                                new UserError(
                                                "E124",
                                                "there is no data set named "
                                                        + name
                                                        + "."
                                                        + Names.question(name, names),
                                                Names.nearest(name, names).stream()
                                                        .findFirst()
                                                        .map(near -> "Type: %data " + near)
                                                        .orElse(
                                                                "Known: "
                                                                        + String.join(", ", names)
                                                                        + ". A file's name needs quotes: %data \"file.csv\""))
                                        .naming(name, names));
    }
}
