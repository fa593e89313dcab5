package vcg.run;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps the last good content of each document, and what could not be written for later. */
final class Keep {
  private final Tools tools;
  private final Life life;
  private final NavigableMap<String, byte[]> unkept = new TreeMap<>();

  Keep(Tools tools, Life life) {
    this.tools = tools;
    this.life = life;
  }

  void keep(SortedMap<String, byte[]> contents) {
    contents.keySet().forEach(unkept::remove);
    tools
        .lanes()
        .state(() -> {
          SortedMap<String, byte[]> left = new TreeMap<>();
          String failure = "";
          for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
            try {
              Optional<byte[]> kept = tools.machine().lastGood().get(entry.getKey());
              if (kept.filter(k -> Arrays.equals(k, entry.getValue())).isEmpty()) {
                tools.machine().lastGood().put(entry.getKey(), entry.getValue());
              }
            } catch (IOException e) {
              left.put(entry.getKey(), entry.getValue());
              failure = Reasons.of(e);
            }
          }
          tools.queue().add(new Event.Kept(left, failure));
        });
  }

  void remove(Set<String> files) {
    files.forEach(unkept::remove);
    tools
        .lanes()
        .state(() -> {
          String failure = "";
          for (String file : files) {
            try {
              tools.machine().lastGood().remove(file);
            } catch (IOException e) {
              failure = Reasons.of(e);
            }
          }
          tools.queue().add(new Event.Kept(new TreeMap<>(), failure));
        });
  }

  void kept(Event.Kept kept) {
    kept.left().forEach(unkept::putIfAbsent);
    if (kept.failure().isEmpty()) {
      life.noTrouble("state");
    } else {
      life.trouble("state", kept.failure());
    }
  }

  /** Tries again what could not be written. */
  void again() {
    if (!unkept.isEmpty()) {
      keep(new TreeMap<>(unkept));
    }
  }
}
