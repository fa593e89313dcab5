package vcg.cgroup;

import java.util.Map;
import java.util.Optional;

/** What is frozen above is frozen here, whatever is written here (rule O22). */
final class FakeFreezer implements FakeRules {
  private static final String STATE = "freezer.state";
  private static final String SELF = "freezer.self_freezing";
  private static final String PARENT = "freezer.parent_freezing";
  private static final String FROZEN = "FROZEN";
  private static final String THAWED = "THAWED";

  @Override
  public Map<String, String> initial(FakeDirectory directory) {
    return directory.isRoot() ? Map.of() : Map.of(STATE, THAWED, SELF, "", PARENT, "");
  }

  @Override
  public Optional<String> shown(FakeDirectory directory, String file) {
    return switch (file) {
      case STATE -> isFrozenAbove(directory) ? Optional.of(FROZEN) : Optional.empty();
      case SELF -> Optional.of(isFrozen(directory) ? "1" : "0");
      case PARENT -> Optional.of(isFrozenAbove(directory) ? "1" : "0");
      default -> Optional.empty();
    };
  }

  private static boolean isFrozen(FakeDirectory directory) {
    return !directory.content(STATE, THAWED).equals(THAWED);
  }

  private static boolean isFrozenAbove(FakeDirectory directory) {
    return directory.parent.filter(p -> isFrozen(p) || isFrozenAbove(p)).isPresent();
  }

  @Override
  public boolean write(FakeDirectory directory, String file, String value) throws Refused {
    if (!file.equals(STATE)) {
      return false;
    }
    String state = value.strip();
    FakeRules.refuseIf(!state.equals(FROZEN) && !state.equals(THAWED), "EINVAL");
    directory.files.put(STATE, state);
    return true;
  }
}
