package dev.kiln.shares;

import java.util.ArrayList;
import java.util.List;

/// Some rows of a batch that lie one behind the other.
///
/// @param index its place among the shares
/// @param first its first row
/// @param rows  how many it has, at least one
record Share(int index, int first, int rows) {
    /// Shares of sizes that differ by one row at most, larger ones first.
    static List<Share> of(int rows, int count) {
        var shares = new ArrayList<Share>();
        int first = 0;
        for (int index = 0; index < count; index++) {
            int size = rows / count + (index < rows % count ? 1 : 0);
            shares.add(new Share(index, first, size));
            first += size;
        }
        return shares;
    }
}
