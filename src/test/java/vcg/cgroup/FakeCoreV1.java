package vcg.cgroup;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Each controller has its files everywhere; any thread may be anywhere. */
record FakeCoreV1() implements FakeCore {
  private static final String PROCS = "cgroup.procs";
  private static final String TASKS = "tasks";

  @Override
  public void made(FakeDirectory directory, Map<String, FakeRules> controllers) {
    directory.add(NAME, this);
    controllers.forEach(directory::add);
  }

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    return Map.of(PROCS, "", TASKS, "");
  }

  @Override
  public Optional<String> shown(FakeDirectory directory, String file) {
    return switch (file) {
      case PROCS -> Optional.of(lines(directory.host.tasks().owners(directory.threads)));
      case TASKS -> Optional.of(lines(directory.threads));
      default -> Optional.empty();
    };
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (!file.equals(PROCS) && !file.equals(TASKS)) {
      return false;
    }
    FakeTasks tasks = directory.host.tasks();
    long thread = tasks.parse(value);
    for (FakeRules rule : directory.rules.values()) {
      rule.attach(directory);
    }
    if (file.equals(TASKS)) {
      tasks.move(thread, directory);
    } else {
      new TreeSet<>(tasks.siblings(thread)).forEach(sibling -> tasks.move(sibling, directory));
    }
    return true;
  }

  /** A number on each line. */
  static String lines(SortedSet<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining("\n"));
  }
}
