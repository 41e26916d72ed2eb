package dev.kiln.runtime;

/// One instruction, bound to addresses.
interface Kernel {
    void run(Moment moment);
}
