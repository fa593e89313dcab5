package vcg.run;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import vcg.guest.ExitWatch;
import vcg.guest.SettingWatch;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Hint;
import vcg.model.ProcessId;

/** The watches of the kernel, where they can be had; they only say where to look. */
final class Sight {
  private final Tools tools;
  private final Life life;
  private Optional<SettingWatch> settings = Optional.empty();
  private Optional<ExitWatch> exits = Optional.empty();

  Sight(Tools tools, Life life) {
    this.tools = tools;
    this.life = life;
  }

  /** Opens what is not open yet, for all guests that are known. */
  void open(Collection<Tracked> guests) {
    if (settings.isEmpty()) {
      try {
        settings = Optional.of(tools.watches().settings(this::hint));
        life.troubles.remove("settings");
        guests.stream().filter(t -> !t.cgroup.isEmpty()).forEach(this::followCgroup);
      } catch (IOException e) {
        life.trouble("settings", "changes of settings are seen in sweeps alone: " + Reasons.of(e));
      }
    }
    if (exits.isEmpty()) {
      try {
        exits = Optional.of(tools.watches().exits(this::hint));
        life.troubles.remove("exits");
        guests.forEach(t -> t.process.ifPresent(p -> follow(t.id, p)));
      } catch (IOException e) {
        life.trouble("exits", "ends of processes are seen in sweeps alone: " + Reasons.of(e));
      }
    }
  }

  private void hint(Hint hint) {
    tools.queue().add(new Event.Hinted(hint));
  }

  void follow(GuestId guest, ProcessId process) {
    exits.ifPresent(e -> {
      e.follow(process);
      if (guest.driver() == Driver.QEMU) {
        e.listen(process, tools.machine().files().events(guest));
      }
    });
  }

  void followCgroup(Tracked guest) {
    settings.ifPresent(s -> s.follow(guest.cgroup));
  }

  void leave(String cgroup) {
    settings.ifPresent(s -> s.leave(cgroup));
  }

  void close() {
    settings.ifPresent(SettingWatch::close);
    exits.ifPresent(ExitWatch::close);
  }
}
