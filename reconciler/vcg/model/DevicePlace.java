package vcg.model;

import java.util.Optional;

/**
 * What a document says about any device: its name for tools, and where it is plugged in.
 *
 * @param alias starts with {@code ua-} and becomes the device's id; all others have no effect
 * @param address empty: the first free place
 */
public record DevicePlace(Optional<Located<String>> alias, Optional<DeviceAddress> address) {
  /** Nothing said. */
  public static final DevicePlace ANY = new DevicePlace(Optional.empty(), Optional.empty());

  /** The id of the device: its alias, or another. */
  public String id(String otherwise) {
    return alias.map(Located::value).orElse(otherwise);
  }

  /** Whether the document names a PCI address. */
  public Optional<DeviceAddress.Pci> pci() {
    return address.filter(DeviceAddress.Pci.class::isInstance).map(DeviceAddress.Pci.class::cast);
  }

  /** Whether the document names the address of a drive. */
  public Optional<DeviceAddress.Drive> drive() {
    return address
        .filter(DeviceAddress.Drive.class::isInstance)
        .map(DeviceAddress.Drive.class::cast);
  }
}
