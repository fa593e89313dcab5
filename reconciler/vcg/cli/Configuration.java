package vcg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vcg.read.SettingsFile;
import vcg.read.SettingsFile.Setting;
import vcg.read.Spelling;

/**
 * The configuration file: the options that have an environment variable, by their names without
 * dashes. What a command line or the environment says goes before it.
 */
final class Configuration {
  private static final Path DEFAULT = Path.of("/etc/vcg/vcg.conf");

  private Configuration() {}

  /**
   * Arguments with what the file says besides.
   *
   * @throws UsageException the file says what makes no sense, and where
   * @throws IOException it cannot be read
   */
  static Arguments into(Arguments arguments) throws UsageException, IOException {
    Optional<Path> given = arguments.get(Option.CONFIG).map(Path::of);
    if (given.isEmpty() && !Files.exists(DEFAULT)) {
      return arguments;
    }
    Map<Option, List<String>> options = new EnumMap<>(Option.class);
    for (Setting setting : SettingsFile.read(given.orElse(DEFAULT))) {
      add(options, setting);
    }
    options.putAll(arguments.options());
    return new Arguments(arguments.command(), options, arguments.operands());
  }

  private static void add(Map<Option, List<String>> options, Setting setting)
      throws UsageException {
    Option option =
        configurable()
            .filter(o -> key(o).equals(setting.key()))
            .findFirst()
            .orElseThrow(() -> unknown(setting));
    if (!option.isSwitch()) {
      options.computeIfAbsent(option, _ -> new ArrayList<>()).add(setting.value());
      return;
    }
    switch (setting.value()) {
      case "yes" -> options.put(option, List.of("yes"));
      case "no" -> options.remove(option);
      default ->
          throw new UsageException(
              setting.at() + ": error: " + setting.key() + " must be yes or no");
    }
  }

  private static Stream<Option> configurable() {
    return Stream.of(Option.values())
        .filter(option -> option.variable().isPresent() && option != Option.CONFIG);
  }

  private static String key(Option option) {
    return option.flag().substring(2);
  }

  private static UsageException unknown(Setting setting) {
    List<String> keys = configurable().map(Configuration::key).toList();
    String hint = Spelling.hint(setting.key(), keys, "");
    return new UsageException(
        setting.at()
            + ": error: unknown key "
            + setting.key()
            + "; "
            + (hint.isEmpty() ? "there are " + String.join(", ", keys) : hint));
  }
}
