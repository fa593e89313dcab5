package vcg.run;

import vcg.model.GuestId;
import vcg.model.Usage;

/**
 * Where a guest is that vcg made directories for, and what it uses there.
 *
 * @param partition as its document names it, such as {@code /system}
 * @param layout how its directory was named, such as {@code flat}
 * @param usage without numbers where they cannot be read
 */
public record GuestUse(GuestId id, String partition, String layout, Usage usage) {}
