package vcg.read;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;
import vcg.model.Policy;
import vcg.read.xml.Metadata;

/** Reads vcg's own settings from {@code <vcg:policy>}; unlike other metadata they must be right. */
final class PolicyBinder {
  private static final Map<String, List<String>> SETTINGS =
      new TreeMap<>(
          Map.of(
              "run", List.of("running", "paused", "shutoff"),
              "protect", List.of("no", "yes"),
              "restart-due", List.of("hold", "apply"),
              "drift", List.of("repair", "report"),
              "stop-timeout", List.of()));

  private static final int MAX_TIMEOUT_SECONDS = 86_400;

  private final Findings findings;

  PolicyBinder(Findings findings) {
    this.findings = findings;
  }

  /** The attributes that there are. */
  static List<String> names() {
    return List.copyOf(SETTINGS.keySet());
  }

  Policy ofGuest(@Nullable Metadata metadata) {
    return bind(metadata, SETTINGS.keySet());
  }

  /** A partition is never started nor stopped; of all settings it has this one. */
  Policy ofPartition(@Nullable Metadata metadata) {
    return bind(metadata, Set.of("drift"));
  }

  private Policy bind(@Nullable Metadata metadata, Set<String> known) {
    return metadata == null
        ? Policy.DEFAULT
        : Words.only(metadata.policies, "vcg:policy", findings)
            .map(policy -> bind(policy, known))
            .orElse(Policy.DEFAULT);
  }

  private Policy bind(Metadata.Policy policy, Set<String> known) {
    SortedMap<String, String> given = new TreeMap<>();
    if (policy.settings != null) {
      policy.settings.forEach((name, value) -> take(policy, known, given, name, value.strip()));
    }
    return new Policy(
        Policy.Run.valueOf(upper(given.getOrDefault("run", "running"))),
        given.getOrDefault("protect", "no").equals("yes"),
        Policy.RestartDue.valueOf(upper(given.getOrDefault("restart-due", "hold"))),
        Integer.parseInt(
            given.getOrDefault("stop-timeout", "" + Policy.DEFAULT.stopTimeoutSeconds())),
        Policy.Drift.valueOf(upper(given.getOrDefault("drift", "repair"))));
  }

  private void take(
      Metadata.Policy policy,
      Set<String> known,
      SortedMap<String, String> given,
      QName qualified,
      String value) {
    String name = qualified.getLocalPart();
    if (!qualified.getNamespaceURI().isEmpty() || !SETTINGS.containsKey(name)) {
      if (!qualified.getNamespaceURI().equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)) {
        findings.unknownAttribute(policy, name, "vcg:policy", List.copyOf(new TreeSet<>(known)));
      }
      return;
    }
    if (!known.contains(name)) {
      String message = name + " has no meaning for a partition";
      findings.attributeError(Codes.WRONG_DRIVER, policy, name, message);
      return;
    }
    Optional<String> refusal = refusal(name, value);
    if (refusal.isEmpty()) {
      given.put(name, value);
    } else {
      findings.attributeError(
          Codes.WRONG_VALUE,
          policy,
          name,
          name + " is " + Printed.value(value) + ", must be " + refusal.get());
    }
  }

  /** What a setting must be; empty: the value is right. */
  private static Optional<String> refusal(String name, String value) {
    if (name.equals("stop-timeout")) {
      boolean right =
          Words.small(value).filter(s -> s >= 0 && s <= MAX_TIMEOUT_SECONDS).isPresent();
      return right ? Optional.empty() : Optional.of("0 to " + MAX_TIMEOUT_SECONDS + " seconds");
    }
    List<String> allowed = SETTINGS.getOrDefault(name, List.of());
    return allowed.contains(value) ? Optional.empty() : Optional.of(Printed.oneOf(allowed));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
