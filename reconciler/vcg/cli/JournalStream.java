package vcg.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Standard error when the journal reads it: the level that a line of the log begins with becomes
 * the number by which the journal knows it (sd-daemon(3)).
 */
final class JournalStream extends OutputStream {
  private static final Map<String, String> NUMBERS =
      Map.of("ERROR ", "<3>", "WARN ", "<4>", "INFO ", "<6>", "DEBUG ", "<7>", "TRACE ", "<7>");

  private final OutputStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private String number = "<6>";

  private JournalStream(OutputStream out) {
    this.out = out;
  }

  /** The stream as it is, unless the journal is at its other end. */
  static PrintStream of(PrintStream err, Map<String, String> environment) {
    return isJournal(environment.getOrDefault("JOURNAL_STREAM", "")) ? of(err) : err;
  }

  static PrintStream of(OutputStream out) {
    return new PrintStream(new JournalStream(out), true, StandardCharsets.UTF_8);
  }

  /** Whether standard error is the stream that the service manager means: device and inode. */
  private static boolean isJournal(String stream) {
    try {
      Map<String, Object> own = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
      return stream.equals(own.get("dev") + ":" + own.get("ino"));
    } catch (IOException | UnsupportedOperationException _) { // closed, or no Linux
      return false;
    }
  }

  @Override
  public synchronized void write(int b) throws IOException {
    line.write(b);
    if (b == '\n') {
      put(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }

  /** What belongs to the line before, such as the places of an exception, keeps its level. */
  private void put(String text) throws IOException {
    String rest = text;
    for (Map.Entry<String, String> level : NUMBERS.entrySet()) {
      if (text.startsWith(level.getKey())) {
        number = level.getValue();
        rest = text.substring(level.getKey().length());
      }
    }
    out.write((number + rest).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
