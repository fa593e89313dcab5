package vcg.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a virtual machine has, of that which can change while it runs; QEMU itself reports it. Only
 * how something was plugged in that was not there at the start is known from notes, because QEMU
 * does not report all of it.
 *
 * @param devices the identities of all devices and I/O threads
 * @param nodes block devices by name, each with the file that it reads
 * @param media the node of the medium in each drive that holds one, by the drive's device
 * @param notes what vcg changed since the start, by what it is about
 * @param settings the values of {@link LiveSetting}s that QEMU tells, by key; a setting that has
 *     none is as QEMU has it when nobody sets it
 * @param vcpus how many virtual CPUs are plugged in
 * @param memory what the balloon leaves to the guest; empty: it has no balloon
 */
public record LiveDevices(
    SortedSet<String> devices,
    SortedMap<String, String> nodes,
    SortedMap<String, String> media,
    SortedMap<String, String> notes,
    SortedMap<String, SortedMap<String, String>> settings,
    int vcpus,
    Optional<Bytes> memory) {
  public LiveDevices {
    devices = Collections.unmodifiableSortedSet(new TreeSet<>(devices));
    nodes = Sorted.copy(nodes);
    media = Sorted.copy(media);
    notes = Sorted.copy(notes);
    settings = Sorted.copy(settings);
  }
}
