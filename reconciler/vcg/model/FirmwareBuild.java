package vcg.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * UEFI firmware that this host has, as its descriptor says.
 *
 * @param descriptor the name of the file that describes it
 * @param code the image, absolute
 * @param codeFormat raw or qcow2
 * @param template what the variables are at first, absolute
 * @param templateFormat raw or qcow2
 * @param machines {@code ARCHITECTURE/PATTERN} of the machine types it is for, such as {@code
 *     x86_64/pc-q35-*}
 * @param features what it can do, such as {@code secure-boot}
 */
public record FirmwareBuild(
    String descriptor,
    String code,
    String codeFormat,
    String template,
    String templateFormat,
    List<String> machines,
    SortedSet<String> features) {
  public FirmwareBuild {
    machines = List.copyOf(machines);
    features = Collections.unmodifiableSortedSet(new TreeSet<>(features));
  }
}
