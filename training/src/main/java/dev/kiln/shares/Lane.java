package dev.kiln.shares;

/// When and for whom a node runs. Nodes of lower levels come first; at one level shares run side by side, or one node after the other
/// for all.
///
/// @param level even for what is done once, odd for what shares do
/// @param share whose it is; -1 where it is done once
public record Lane(int level, int share) implements Comparable<Lane> {
    /// The share of what is done once, for all.
    public static final int ONCE = -1;

    /// Where everything is that is not divided.
    public static final Lane FIRST = new Lane(0, ONCE);

    /// Whether it is for all shares.
    public boolean isOnce() {
        return share == ONCE;
    }

    /// The lowest level at which a node of a share, or one that is done once, may read what this one made.
    int levelFor(int reader) {
        if (reader == share) {
            return level;
        }
        return isOnce() || reader == ONCE ? level + 1 : level + 2;
    }

    @Override
    public int compareTo(Lane other) {
        return level != other.level
                ? Integer.compare(level, other.level)
                : Integer.compare(share, other.share);
    }
}
