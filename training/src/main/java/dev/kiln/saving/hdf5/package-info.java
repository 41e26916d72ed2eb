/// Writes HDF5 files of groups and arrays of numbers as one stream, straight from where the numbers lie.
///
/// Reading is left to jHDF, which reads whatever others wrote; its writing takes nested Java arrays, which are slower to
/// make than to write. The parts of the format that are used, by the HDF5 File Format Specification 3.0
/// (https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html): superblock 2, object headers 2, links in their
/// group's header, contiguous data of version 3. HDF5 reads them since 1.8.
@NullMarked
package dev.kiln.saving.hdf5;

import org.jspecify.annotations.NullMarked;
