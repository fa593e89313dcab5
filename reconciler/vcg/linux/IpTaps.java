package vcg.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import vcg.guest.GuestTaps;
import vcg.guest.Taps;
import vcg.model.Change;
import vcg.model.GuestId;

/**
 * Tap devices through {@code ip}. The alias of each names its guest: {@code vcg web1.qemu}; one
 * with another alias, or none, is somebody else's.
 */
public final class IpTaps implements Taps {
  private static final int MAX_OUTPUT = 300;
  private static final Duration SCRIPT = Duration.ofSeconds(60);

  private final List<String> program;

  public IpTaps() {
    this(List.of("/usr/sbin/ip"));
  }

  /**
   * @param program what runs {@code ip}, for another network name space
   */
  IpTaps(List<String> program) {
    this.program = List.copyOf(program);
  }

  @Override
  public void add(Change.AddTap add) throws IOException, InterruptedException {
    String tap = add.tap();
    if (add.bridge().isEmpty() && isAnothers(tap, add.guest())) {
      return;
    }
    makeRoom(tap, add.guest());
    List<String> make = new ArrayList<>(List.of("tuntap", "add", "dev", tap, "mode", "tap"));
    if (add.multiQueue()) {
      make.add("multi_queue");
    }
    add.user().ifPresent(user -> make.addAll(List.of("user", Integer.toString(user.uid()))));
    ip(make.toArray(String[]::new));
    try {
      ip("link", "set", "dev", tap, "alias", GuestTaps.mark(add.guest()));
      if (add.mtu().isPresent()) {
        ip("link", "set", "dev", tap, "mtu", add.mtu().get().toString());
      }
      if (add.bridge().isPresent()) {
        ip("link", "set", "dev", tap, "master", add.bridge().get());
      }
      ip("link", "set", "dev", tap, "up");
      if (add.isolated()) {
        ip("link", "set", "dev", tap, "type", "bridge_slave", "isolated", "on");
      }
    } catch (IOException e) {
      ip("link", "delete", "dev", tap);
      throw e;
    }
  }

  @Override
  public void addPair(Change.AddVeth add) throws IOException, InterruptedException {
    String veth = add.veth();
    makeRoom(veth, add.guest());
    ip("link", "add", "dev", veth, "type", "veth", "peer", "name", add.peer());
    try {
      ip("link", "set", "dev", veth, "alias", GuestTaps.mark(add.guest()));
      if (add.mtu().isPresent()) {
        ip("link", "set", "dev", veth, "mtu", add.mtu().get().toString());
        ip("link", "set", "dev", add.peer(), "mtu", add.mtu().get().toString());
      }
      if (add.bridge().isPresent()) {
        ip("link", "set", "dev", veth, "master", add.bridge().get());
      }
      ip("link", "set", "dev", veth, "up");
    } catch (IOException e) {
      ip("link", "delete", "dev", veth);
      throw e;
    }
  }

  /**
   * One that lets a guest have the interface for itself takes that one's address when it is made,
   * so its own is set afterwards.
   */
  @Override
  public void addMacvtap(Change.AddMacvtap add) throws IOException, InterruptedException {
    String name = add.macvtap();
    makeRoom(name, add.guest());
    ip("link", "set", "dev", add.device(), "up");
    String mode = add.mode().kernel();
    ip("link", "add", "link", add.device(), "name", name, "type", "macvtap", "mode", mode);
    try {
      ip("link", "set", "dev", name, "alias", GuestTaps.mark(add.guest()));
      if (add.mtu().isPresent()) {
        ip("link", "set", "dev", name, "mtu", add.mtu().get().toString());
      }
      ip("link", "set", "dev", name, "address", add.mac());
      ip("link", "set", "dev", name, "up");
    } catch (IOException e) {
      ip("link", "delete", "dev", name);
      throw e;
    }
  }

  /** Removes what was made for this guest under a name before. */
  private void makeRoom(String name, GuestId guest) throws IOException, InterruptedException {
    if (isAnothers(name, guest)) {
      throw notOurs(name, guest);
    }
    if (alias(name).isPresent()) {
      ip("link", "delete", "dev", name);
    }
  }

  private boolean isAnothers(String name, GuestId guest) throws IOException, InterruptedException {
    return alias(name).filter(mark -> !mark.equals(GuestTaps.mark(guest))).isPresent();
  }

  @Override
  public void run(String script, String tap) throws IOException, InterruptedException {
    Path output = Files.createTempFile("vcg", ".out");
    try {
      List<String> words = new ArrayList<>(program.subList(0, program.size() - 1));
      words.addAll(List.of(script, tap));
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      String failure = script + " " + tap;
      if (!process.waitFor(SCRIPT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException(failure + " took longer than " + SCRIPT.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        String said = Terse.text(Files.readAllBytes(output), MAX_OUTPUT);
        throw new IOException(failure + " ended with " + process.exitValue() + ": " + said);
      }
    } finally {
      Files.delete(output);
    }
  }

  @Override
  public void remove(GuestId guest, String tap) throws IOException, InterruptedException {
    if (alias(tap).filter(GuestTaps.mark(guest)::equals).isPresent()) {
      ip("link", "delete", "dev", tap);
    }
  }

  @Override
  public void connect(GuestId guest, String tap, String bridge)
      throws IOException, InterruptedException {
    if (alias(tap).filter(GuestTaps.mark(guest)::equals).isEmpty()) {
      throw notOurs(tap, guest);
    }
    ip("link", "set", "dev", tap, "master", bridge);
  }

  private static IOException notOurs(String tap, GuestId guest) {
    return new IOException("interface " + tap + " exists and was not made for " + guest);
  }

  /**
   * The alias of an interface, "" where it has none; empty: there is no such interface.
   *
   * <pre>
   * 4: vcgt0a1b: &lt;BROADCAST> mtu 1500 qdisc noop state DOWN mode DEFAULT …\    link/ether …\    alias vcg web1.qemu
   * </pre>
   */
  private Optional<String> alias(String tap) throws IOException, InterruptedException {
    Run run = run("-o", "link", "show");
    if (run.code() != 0) {
      throw new IOException("cannot list network interfaces: " + run.output());
    }
    for (String line : run.output().lines().toList()) {
      String[] words = line.split(": ", 3);
      if (words.length == 3 && words[1].replaceFirst("@.*", "").equals(tap)) {
        int at = line.indexOf("\\    alias ");
        return Optional.of(at < 0 ? "" : line.substring(at + "\\    alias ".length()).strip());
      }
    }
    return Optional.empty();
  }

  private void ip(String... arguments) throws IOException, InterruptedException {
    Run run = run(arguments);
    if (run.code() != 0) {
      throw new IOException("ip " + String.join(" ", arguments) + ": " + run.output());
    }
  }

  private record Run(int code, String output) {}

  private Run run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(program);
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    int code = process.waitFor();
    return new Run(
        code,
        code == 0 ? new String(output, StandardCharsets.UTF_8) : Terse.text(output, MAX_OUTPUT));
  }
}
