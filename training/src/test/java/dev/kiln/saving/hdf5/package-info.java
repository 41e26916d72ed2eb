/// What is written as HDF5, read by jHDF.
@NullMarked
package dev.kiln.saving.hdf5;

import org.jspecify.annotations.NullMarked;
