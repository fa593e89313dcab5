package vcg.model;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What a virtual machine runs before its operating system.
 *
 * @param loader the firmware that the document names; empty: the host's choice
 * @param nvram where UEFI keeps its variables
 * @param wanted UEFI firmware that the host is to choose ({@code firmware='efi'}); once it is
 *     chosen, this is empty and the loader is there
 * @param menu whether firmware asks what to boot from
 * @param serial whether firmware shows its messages on the first serial port
 * @param rebootTimeout after how many milliseconds firmware tries again when nothing boots; -1:
 *     never
 */
public record Firmware(
    Optional<Located<Loader>> loader,
    Optional<Located<Nvram>> nvram,
    Optional<Located<Wanted>> wanted,
    Optional<Located<Menu>> menu,
    Optional<Located<Boolean>> serial,
    Optional<Located<Integer>> rebootTimeout) {
  /** What a document without any of this gets. */
  public static final Firmware NONE =
      new Firmware(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The same with what was chosen for it. */
  public Firmware with(Located<Loader> chosen, Optional<Located<Nvram>> variables) {
    return new Firmware(
        Optional.of(chosen), variables, Optional.empty(), menu, serial, rebootTimeout);
  }

  /**
   * A firmware image.
   *
   * @param path absolute
   * @param flash it lies in flash memory; otherwise it is a ROM
   * @param readOnly the guest cannot overwrite it
   * @param secure only code in system management mode may write to the flash memory
   * @param stateless there are no variables
   * @param format raw or qcow2
   */
  public record Loader(
      String path,
      boolean flash,
      boolean readOnly,
      boolean secure,
      boolean stateless,
      String format) {
    /** Whether it keeps variables in a file of their own. */
    public boolean hasVariables() {
      return flash && readOnly && !stateless;
    }
  }

  /**
   * The variables of UEFI.
   *
   * @param path absolute; empty: a file of the guest's own in vcg's state directory
   * @param template what the file is at its first start, absolute
   * @param format raw or qcow2
   * @param block whether it is a block device, and has a path and no template
   */
  public record Nvram(
      Optional<String> path, Optional<String> template, String format, boolean block) {
    /** A file of the guest's own, from the template of a build. */
    public static Nvram of(FirmwareBuild build) {
      return new Nvram(
          Optional.empty(), Optional.of(build.template()), build.templateFormat(), false);
    }

    /** The same, from the template of a build unless it has one. */
    public Nvram templateOr(FirmwareBuild build) {
      return template.isPresent() || block
          ? this
          : new Nvram(path, Optional.of(build.template()), build.templateFormat(), false);
    }
  }

  /**
   * What UEFI firmware must be able to do.
   *
   * @param features {@code secure-boot} or {@code enrolled-keys}, and whether they must be there or
   *     must not be
   * @param secure only code in system management mode may write to the variables
   */
  public record Wanted(SortedMap<String, Boolean> features, boolean secure) {
    public Wanted {
      features = Sorted.copy(features);
    }
  }

  /** A menu, and how many milliseconds it waits. */
  public record Menu(boolean on, Optional<Integer> timeoutMillis) {}
}
