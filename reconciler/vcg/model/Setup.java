package vcg.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a guest needs before it runs and its command line cannot say.
 *
 * @param secrets files in the guest's run directory that are there only while its process starts
 * @param requests to its monitor, in order
 * @param config the text of a container's {@code config.json}, which stays in its run directory as
 *     long as the container runs; empty: this is no container
 */
public record Setup(List<Secret> secrets, List<Request> requests, Optional<String> config) {
  public static final Setup NONE = new Setup(List.of(), List.of());

  public Setup {
    secrets = List.copyOf(secrets);
    requests = List.copyOf(requests);
  }

  /** What a virtual machine needs. */
  public Setup(List<Secret> secrets, List<Request> requests) {
    this(secrets, requests, Optional.empty());
  }

  /**
   * A file that nobody else may read.
   *
   * @param file its name, without a directory
   */
  public record Secret(String file, String text) {
    /** Never shows the text. */
    @Override
    public String toString() {
      return file;
    }
  }

  /**
   * A command of the monitor.
   *
   * @param arguments texts, whole numbers and truth values
   */
  public record Request(String command, SortedMap<String, Object> arguments) {
    public Request {
      arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    }

    @Override
    public String toString() {
      return command + " " + arguments;
    }
  }
}
