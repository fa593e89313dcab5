package vcg.linux;

import java.io.IOException;
import java.util.List;

/** A C program that does one piece of work for each line, and tells how long it took. */
final class Floor implements AutoCloseable {
  private final Process process;

  private Floor(Process process) {
    this.process = process;
  }

  /** Starts it and hands it what it is to know. */
  static Floor start(List<String> command, String input) throws IOException {
    Floor floor =
        new Floor(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    floor.send(input);
    return floor;
  }

  /** How long a piece of work took. */
  Times.Taken ask(String command) throws IOException {
    send(command + "\n");
    String answer = process.inputReader().readLine();
    if (answer == null) {
      throw new IOException("the C program ended");
    }
    String[] words = answer.split(" ", -1);
    return new Times.Taken(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  private void send(String text) throws IOException {
    process.outputWriter().write(text);
    process.outputWriter().flush();
  }

  @Override
  public void close() throws IOException {
    process.outputWriter().close();
  }
}
