package vcg.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something of a virtual machine that its monitor sets and its command line does not say: before
 * the guest runs, and again whenever its document says something else.
 */
public sealed interface LiveSetting {
  /** What is set and of what, such as {@code link nic-525400000001}. */
  String key();

  /** How the monitor is told, in order. */
  List<Request> requests();

  /**
   * What the setting comes to, by words of a domain file; two settings are the same if these are.
   * Without any: nothing is set.
   */
  SortedMap<String, String> values();

  /** Whether it is as QEMU has it when nobody sets it. */
  boolean isPlain();

  /** Whether QEMU tells what it is; otherwise vcg has to remember what it set. */
  boolean isTold();

  /** A command of the monitor. */
  record Request(String command, SortedMap<String, Object> arguments) {
    public Request {
      arguments = new TreeMap<>(arguments);
    }

    public static Request of(String command, Map<String, Object> arguments) {
      return new Request(command, new TreeMap<>(arguments));
    }

    @Override
    public SortedMap<String, Object> arguments() {
      return new TreeMap<>(arguments);
    }

    /** Never shows a password. */
    @Override
    public String toString() {
      SortedMap<String, Object> shown = arguments();
      shown.replace("password", Access.HIDDEN);
      return command + " " + shown;
    }
  }

  /** Whether the cable of a card is plugged in. QEMU does not tell. */
  record Link(String device, boolean up) implements LiveSetting {
    @Override
    public String key() {
      return "link " + device;
    }

    @Override
    public List<Request> requests() {
      return List.of(Request.of("set_link", Map.of("name", device, "up", up)));
    }

    @Override
    public SortedMap<String, String> values() {
      return new TreeMap<>(Map.of("link", up ? "up" : "down"));
    }

    @Override
    public boolean isPlain() {
      return up;
    }

    @Override
    public boolean isTold() {
      return false;
    }
  }

  /**
   * What a guest may read from a disk and write to it.
   *
   * @param backend QEMU's name for what is limited: not all disks are known by that of their device
   * @param throttle empty: no limits
   */
  record Throttling(String device, String backend, Optional<Throttle> throttle)
      implements LiveSetting {
    /** The words that QEMU wants to hear in each request. */
    private static final List<String> REQUIRED =
        List.of("bps", "bps_rd", "bps_wr", "iops", "iops_rd", "iops_wr");

    private static final Map<String, String> SIDES =
        Map.of("total", "", "read", "_rd", "write", "_wr");

    @Override
    public String key() {
      return "throttle " + device;
    }

    @Override
    public List<Request> requests() {
      SortedMap<String, Object> arguments = new TreeMap<>();
      REQUIRED.forEach(limit -> arguments.put(limit, 0));
      arguments.put("id", backend);
      arguments.put("group", throttle.flatMap(Throttle::group).orElse(device));
      throttle.ifPresent(t -> t.limits().forEach((name, n) -> arguments.put(limit(name), n)));
      return List.of(new Request("block_set_io_throttle", arguments));
    }

    /** A peak lasts a second where nothing is said. */
    @Override
    public SortedMap<String, String> values() {
      SortedMap<String, String> values = new TreeMap<>();
      throttle.ifPresent(t -> {
        t.group().ifPresent(group -> values.put("iotune group_name", group));
        t.limits().forEach((name, number) -> values.put("iotune " + name, number.toString()));
      });
      values.entrySet().removeIf(v -> v.getKey().endsWith("_length") && v.getValue().equals("1"));
      return values;
    }

    /**
     * QEMU's name for a limit of a document: {@code bps_rd_max} for {@code read_bytes_sec_max},
     * {@code iops_size} for {@code size_iops_sec}.
     */
    public static String limit(String name) {
      if (name.equals("size_iops_sec")) {
        return "iops_size";
      }
      String[] words = name.split("_", 4);
      return (words[1].equals("bytes") ? "bps" : "iops")
          + SIDES.getOrDefault(words[0], "")
          + (words.length > 3 ? "_" + words[3] : "");
    }

    @Override
    public boolean isPlain() {
      return throttle.isEmpty();
    }

    @Override
    public boolean isTold() {
      return true;
    }
  }

  /**
   * How often the guest tells how it uses its memory.
   *
   * @param seconds 0: never
   */
  record BalloonStats(int seconds) implements LiveSetting {
    private static final Map<String, Object> PROPERTY =
        Map.of("path", "/machine/peripheral/balloon", "property", "guest-stats-polling-interval");

    /** How the monitor is asked what it is. */
    public static final Request QUESTION = Request.of("qom-get", PROPERTY);

    @Override
    public String key() {
      return "stats balloon";
    }

    @Override
    public List<Request> requests() {
      Map<String, Object> arguments = new LinkedHashMap<>(PROPERTY);
      arguments.put("value", seconds);
      return List.of(Request.of("qom-set", arguments));
    }

    @Override
    public SortedMap<String, String> values() {
      return seconds == 0
          ? new TreeMap<>()
          : new TreeMap<>(Map.of("stats period", Integer.toString(seconds)));
    }

    @Override
    public boolean isPlain() {
      return seconds == 0;
    }

    @Override
    public boolean isTold() {
      return true;
    }
  }

  /**
   * What a client of a screen must know. QEMU does not tell.
   *
   * @param protocol {@code vnc} or {@code spice}
   * @param mark tells this password from others and does not give it away to who knows the mark
   *     only by reading what vcg prints: it is never printed
   */
  record Access(String protocol, Graphics.Password password, String mark) implements LiveSetting {
    /** The word for the mark among the values. */
    public static final String PASSWORD = "passwd";

    /** Stands for every password where vcg prints one. */
    public static final String HIDDEN = "(hidden)";

    @Override
    public String key() {
      return "password " + protocol;
    }

    @Override
    public List<Request> requests() {
      List<Request> requests = new ArrayList<>();
      requests.add(
          Request.of("set_password", Map.of("protocol", protocol, "password", password.text())));
      String until = password.expiresSeconds().map(s -> Long.toString(s)).orElse("never");
      requests.add(Request.of("expire_password", Map.of("protocol", protocol, "time", until)));
      return requests;
    }

    @Override
    public SortedMap<String, String> values() {
      SortedMap<String, String> values = new TreeMap<>(Map.of(PASSWORD, mark));
      password
          .expiresSeconds()
          .ifPresent(s -> values.put("passwdValidTo", Instant.ofEpochSecond(s).toString()));
      return values;
    }

    @Override
    public boolean isPlain() {
      return false;
    }

    @Override
    public boolean isTold() {
      return false;
    }

    /** Never shows the password, nor its mark. */
    @Override
    public String toString() {
      return key();
    }
  }
}
