package vcg.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.model.FirmwareBuild;

/**
 * The UEFI firmware that a host has, by the descriptors that come with it (QEMU's {@code
 * docs/interop/firmware.json}). One whose name starts with a lower number is preferred; one of the
 * administrator replaces the distribution's of the same name, and an empty one hides it.
 */
final class FirmwareBuilds {
  private static final Logger LOG = LoggerFactory.getLogger(FirmwareBuilds.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Where descriptors lie, the distribution's first. */
  static final List<Path> FOLDERS =
      List.of(Path.of("/usr/share/qemu/firmware"), Path.of("/etc/qemu/firmware"));

  private FirmwareBuilds() {}

  /** The builds whose files are there, the preferred first. */
  static List<FirmwareBuild> read(List<Path> folders) throws IOException {
    SortedMap<String, Path> descriptors = new TreeMap<>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        descriptors.put(String.valueOf(file.getFileName()), file);
      }
    }
    List<FirmwareBuild> builds = new ArrayList<>();
    for (Map.Entry<String, Path> descriptor : descriptors.entrySet()) {
      build(descriptor.getKey(), Files.readString(descriptor.getValue()))
          .filter(b -> Files.isRegularFile(Path.of(b.code())))
          .filter(b -> Files.isRegularFile(Path.of(b.template())))
          .ifPresent(builds::add);
    }
    return builds;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".json"))
          .filter(Files::isRegularFile)
          .toList();
    } catch (NoSuchFileException _) {
      return List.of(); // this host has none
    } catch (UncheckedIOException e) {
      throw new IOException("cannot list " + folder, e);
    }
  }

  /** One descriptor; empty: it describes something else than UEFI in flash memory. */
  private static Optional<FirmwareBuild> build(String name, String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      LOG.warn("firmware descriptor {}: {}", name, e.getOriginalMessage());
      return Optional.empty();
    }
    JsonNode mapping = root.path("mapping");
    JsonNode code = mapping.path("executable");
    JsonNode variables = mapping.path("nvram-template");
    boolean uefi = texts(root.path("interface-types")).contains("uefi");
    boolean split = mapping.path("mode").asString("split").equals("split");
    if (!uefi
        || !split
        || !mapping.path("device").asString("").equals("flash")
        || !code.path("filename").isString()
        || !variables.path("filename").isString()) {
      return Optional.empty();
    }
    List<String> machines = new ArrayList<>();
    for (JsonNode target : root.path("targets")) {
      String architecture = target.path("architecture").asString("");
      texts(target.path("machines")).forEach(m -> machines.add(architecture + "/" + m));
    }
    return Optional.of(
        new FirmwareBuild(
            name,
            code.path("filename").asString(),
            code.path("format").asString("raw"),
            variables.path("filename").asString(),
            variables.path("format").asString("raw"),
            machines,
            new TreeSet<>(texts(root.path("features")))));
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().filter(JsonNode::isString).map(JsonNode::asString).toList();
  }
}
