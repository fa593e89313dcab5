package vcg.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vcg.model.Location;

/** Lines of {@code key = value}; empty ones and those that begin with {@code #} do not count. */
public final class SettingsFile {
  private SettingsFile() {}

  /** One line. */
  public record Setting(String key, String value, Location at) {}

  /**
   * Reads a file, which has to belong to root or to the user of this process alone.
   *
   * @throws IOException it cannot be read or is not trusted, or a line makes no sense; the message
   *     names the place
   */
  public static List<Setting> read(Path file) throws IOException {
    String text;
    try {
      FileContent content = FileContent.read(file);
      String why = Owners.of(DomainFiles.Trust.STRICT).refusal(content.stat()).orElse("");
      if (!why.isEmpty()) {
        throw new IOException(file + ": error: the file is not trusted: it " + why);
      }
      text = new String(content.content(), StandardCharsets.UTF_8);
    } catch (FileContent.Refused e) {
      throw new IOException(file + ": error: " + e.getMessage(), e);
    }
    return parse(file.toString(), text);
  }

  static List<Setting> parse(String file, String text) throws IOException {
    List<Setting> settings = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      Location at = new Location(file, number, line.indexOf(stripped) + 1);
      int equals = stripped.indexOf('=');
      if (equals < 1) {
        throw new IOException(at + ": error: this line must be KEY = VALUE");
      }
      String value = stripped.substring(equals + 1).strip();
      settings.add(new Setting(stripped.substring(0, equals).strip(), value, at));
    }
    return settings;
  }
}
