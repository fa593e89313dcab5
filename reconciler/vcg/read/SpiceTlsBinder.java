package vcg.read;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.model.Graphics.Listen;
import vcg.model.Graphics.Tls;
import vcg.read.xml.Graphics;
import vcg.read.xml.Graphics.SpiceChannel;

/** Reads what a spice server encrypts: as in libvirt, a port for that or a channel asks for it. */
final class SpiceTlsBinder {
  private static final String DEFAULT = "default";

  private final Findings findings;

  SpiceTlsBinder(Findings findings) {
    this.findings = findings;
  }

  /**
   * Reads it.
   *
   * @return empty: nothing is encrypted, and channels that must not be are none
   */
  Optional<Tls> bind(Graphics graphics, Listen listen) {
    SortedMap<String, Boolean> channels = channels(graphics);
    boolean isChosen = Words.is(graphics.autoport, "yes");
    Optional<Integer> stated = Words.small(graphics.tlsPort).filter(p -> p > 0);
    if (stated.isEmpty() && !channels.containsValue(true)) {
      return Optional.empty();
    }
    if (!(listen instanceof Listen.Tcp(_, var port))) {
      findings.error(
          Codes.CONTRADICTION, graphics, "only a server with an address encrypts connections");
      return Optional.empty();
    }
    if (stated.isEmpty() && Words.is(graphics.autoport, "no")) {
      findings.attributeError(
          Codes.INCOMPLETE, graphics, "autoport", "autoport no and mode secure need a tlsPort");
    }
    if (!isChosen && stated.isPresent() && stated.equals(port)) {
      findings.attributeError(
          Codes.CONTRADICTION, graphics, "tlsPort", "tlsPort and port are the same");
    }
    boolean alone = stated.isPresent() && graphics.port == null && !isChosen;
    boolean plain =
        !alone
            && (port.isPresent()
                || !channels.getOrDefault(DEFAULT, false)
                || channels.containsValue(false));
    if (!plain && channels.containsValue(false)) {
      findings.attributeError(
          Codes.INCOMPLETE, graphics, "tlsPort", "mode insecure needs a port besides tlsPort");
    }
    return Optional.of(new Tls(isChosen ? Optional.empty() : stated, plain, channels));
  }

  private SortedMap<String, Boolean> channels(Graphics graphics) {
    SortedMap<String, Boolean> channels = new TreeMap<>();
    if (isStrict(graphics.defaultMode)) {
      channels.put(DEFAULT, Words.is(graphics.defaultMode, "secure"));
    }
    for (SpiceChannel channel : graphics.channels) {
      if (isStrict(channel.mode)) {
        channels.put(Words.word(channel.name, ""), Words.is(channel.mode, "secure"));
      }
    }
    return channels;
  }

  private static boolean isStrict(@Nullable String mode) {
    return Words.is(mode, "secure") || Words.is(mode, "insecure");
  }
}
