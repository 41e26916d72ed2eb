package dev.kiln.data;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A table's columns by name, case ignored. Tablesaw itself looks through all columns for each name, which takes seconds for
/// ten thousand of them.
final class NamedColumns {
    private final Table table;
    private final Map<String, Column<?>> byName = new HashMap<>();

    NamedColumns(Table table) {
        this.table = table;
        table.columns()
                .forEach(column -> byName.put(column.name().toLowerCase(Locale.ROOT), column));
    }

    /// The column of a name; null where there is none.
    @Nullable Column<?> find(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    /// The column of a name.
    ///
    /// @throws dev.kiln.catalog.UserError E162 where there is none
    Column<?> get(String name) {
        Column<?> column = find(name);
        return column != null ? column : TableColumns.named(table, name);
    }
}
