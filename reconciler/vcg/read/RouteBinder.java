package vcg.read;

import java.util.Optional;
import vcg.read.xml.Interface.InterfaceRoute;

/** Reads the routes of a container's card. */
record RouteBinder(Findings findings) {
  /**
   * A route in words of {@code ip}: {@code 10.1.0.0/16 via 10.0.0.1 metric 5}.
   *
   * @return empty: it is wrong, which is told
   */
  Optional<String> bind(InterfaceRoute route) {
    boolean six = Words.is(route.family, "ipv6");
    String address = Words.word(route.address, "");
    String gateway = Words.word(route.gateway, "");
    if (!InterfaceWords.isAddress(address, six) || !InterfaceWords.isAddress(gateway, six)) {
      findings.error(
          Codes.WRONG_VALUE,
          route,
          "address and gateway must be of family " + (six ? "ipv6" : "ipv4"));
      return Optional.empty();
    }
    if (route.netmask != null && (route.prefix != null || six)) {
      findings.attributeError(
          Codes.CONTRADICTION, route, "netmask", "a route has a prefix or, of ipv4, a netmask");
    }
    Optional<Integer> prefix =
        route.netmask == null
            ? Optional.of(Words.small(route.prefix).orElseGet(() -> usual(address, six)))
            : bits(route.netmask.strip());
    if (prefix.filter(p -> p <= (six ? 128 : 32)).isEmpty()) {
      findings.error(Codes.WRONG_VALUE, route, "this is no network of its family");
      return Optional.empty();
    }
    String metric = Words.word(route.metric).map(m -> " metric " + m).orElse("");
    return Optional.of(address + "/" + prefix.get() + " via " + gateway + metric);
  }

  /** As in libvirt: that of the class of an address. */
  private static int usual(String address, boolean six) {
    if (address.matches("[0:.]*")) {
      return 0;
    }
    if (six) {
      return 64;
    }
    int first = Integer.parseInt(address.substring(0, address.indexOf('.')));
    return first < 128 ? 8 : first < 192 ? 16 : 24;
  }

  /** How many bits a mask such as {@code 255.255.0.0} has; empty: it is none. */
  private static Optional<Integer> bits(String mask) {
    if (!InterfaceWords.isAddress(mask, false)) {
      return Optional.empty();
    }
    long number = 0;
    for (String part : mask.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(part);
    }
    int bits = Long.bitCount(number);
    return number == (0xffffffffL << (32 - bits) & 0xffffffffL)
        ? Optional.of(bits)
        : Optional.empty();
  }
}
