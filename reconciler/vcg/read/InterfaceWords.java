package vcg.read;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vcg.model.Located;
import vcg.read.xml.Interface;
import vcg.read.xml.Interface.InterfaceSource;
import vcg.read.xml.Placed;

/** What the network cards of virtual machines and of containers say in the same way. */
record InterfaceWords(Findings findings) {
  /** An attribute that only some types of interfaces have. */
  void attribute(Placed element, String name, @Nullable String value, boolean right, String type) {
    if (value != null && !right) {
      findings.attributeError(
          Codes.CONTRADICTION, element, name, "an interface of type " + type + " has no " + name);
    }
  }

  /** What a card is connected to, which must be said. */
  Located<String> stated(
      Interface nic, InterfaceSource source, String name, @Nullable String value) {
    if (Words.word(value).isEmpty()) {
      findings.error(
          Codes.INCOMPLETE,
          nic,
          "an interface of type " + Words.word(nic.type, "") + " needs a source " + name);
      return new Located<>("none", findings.at(nic));
    }
    return new Located<>(Words.word(value, ""), findings.at(source, name));
  }

  /**
   * An address and its prefix, such as {@code 10.0.2.0/24}.
   *
   * @param noun what it is the address of
   * @param six the prefix of one of IPv6 that states none
   * @param four the same of IPv4
   */
  Optional<String> address(Interface.InterfaceIp ip, String noun, int six, int four) {
    boolean isSix = Words.is(ip.family, "ipv6");
    String address = Words.word(ip.address, "");
    int prefix = Words.small(ip.prefix).orElse(isSix ? six : four);
    if (!isAddress(address, isSix) || prefix > (isSix ? 128 : 32)) {
      findings.error(
          Codes.WRONG_VALUE, ip, "this is no " + noun + " of family " + (isSix ? "ipv6" : "ipv4"));
      return Optional.empty();
    }
    return Optional.of(address + "/" + prefix);
  }

  static boolean isAddress(String text, boolean six) {
    return six
        ? text.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]*")
        : text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }
}
