package vcg.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Domains of a libvirt, by its own program, which finds its connection as its user is used to:
 * {@code LIBVIRT_DEFAULT_URI}, its configuration, else the usual one.
 */
public final class Virsh {
  private static final int MAX_MESSAGE = 400;

  private final List<String> program;

  /**
   * @param program with the words that come before a command's
   */
  Virsh(List<String> program) {
    this.program = List.copyOf(program);
  }

  /** The one that is installed. */
  public Virsh() {
    this(List.of("virsh", "--quiet"));
  }

  /** A domain; its name alone could be taken for a running number. */
  public record Domain(String uuid, String name) {}

  /** All domains, running or not, in order of their names. */
  public List<Domain> domains() throws IOException, InterruptedException {
    return list("--all");
  }

  /** Those of them that are shut off. */
  public List<Domain> shutOff() throws IOException, InterruptedException {
    return list("--state-shutoff");
  }

  /** What a domain is at its next start, with its passwords. */
  public byte[] document(Domain domain) throws IOException, InterruptedException {
    return run("dumpxml", "--inactive", "--security-info", "--domain", domain.uuid());
  }

  /**
   * Reads lines of an identity of 36 characters and a name.
   *
   * <pre>
   * 15b3d736-18e9-4951-95d9-dd60d2f3c05b web
   * </pre>
   */
  private List<Domain> list(String which) throws IOException, InterruptedException {
    String printed = new String(run("list", "--uuid", "--name", which), StandardCharsets.UTF_8);
    return printed
        .lines()
        .map(line -> line.strip().split("\\s+", 2))
        .filter(words -> words.length == 2)
        .map(words -> new Domain(words[0], words[1]))
        .sorted(Comparator.comparing(Domain::name))
        .toList();
  }

  private byte[] run(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(program);
    all.addAll(List.of(words));
    Process process = start(all);
    process.getOutputStream().close();
    CompletableFuture<byte[]> said =
        CompletableFuture.supplyAsync(() -> bytes(process.getErrorStream()));
    byte[] output = process.getInputStream().readAllBytes();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("virsh " + words[0] + ": " + Terse.text(get(said), MAX_MESSAGE));
    }
    return output;
  }

  private static Process start(List<String> words) throws IOException {
    try {
      return new ProcessBuilder(words).start();
    } catch (IOException e) {
      throw new IOException(
          "cannot run " + words.getFirst() + ", libvirt's own program: is it installed?", e);
    }
  }

  private static byte[] bytes(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] get(CompletableFuture<byte[]> said)
      throws IOException, InterruptedException {
    try {
      return said.get();
    } catch (ExecutionException e) {
      throw new IOException("cannot read what virsh says", e.getCause());
    }
  }
}
