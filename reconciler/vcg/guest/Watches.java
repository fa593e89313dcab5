package vcg.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import vcg.model.Hint;
import vcg.model.ProcessId;

/**
 * What tells the daemon where to look. Hints may come from any thread; whoever takes them only puts
 * them into a queue. A watch that loses hints, fails or ends by itself says {@link Hint.Everything}
 * with the reason; after its end it is opened anew.
 */
public interface Watches {
  /** Sees nothing: the daemon works by its sweeps alone. */
  Watches NONE =
      new Watches() {
        @Override
        public SettingWatch settings(Consumer<Hint> hints) {
          return new SettingWatch() {
            @Override
            public void follow(String path) {}

            @Override
            public void leave(String path) {}

            @Override
            public void close() {}
          };
        }

        @Override
        public ExitWatch exits(Consumer<Hint> hints) {
          return new ExitWatch() {
            @Override
            public void follow(ProcessId process) {}

            @Override
            public void listen(ProcessId process, Path events) {}

            @Override
            public void close() {}
          };
        }
      };

  /**
   * Begins to watch the files of cgroups.
   *
   * @throws IOException this host cannot do that; the message says why, for the status
   */
  SettingWatch settings(Consumer<Hint> hints) throws IOException;

  /**
   * Begins to watch processes.
   *
   * @throws IOException this host cannot do that; the message says why, for the status
   */
  ExitWatch exits(Consumer<Hint> hints) throws IOException;
}
