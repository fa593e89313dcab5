package vcg.linux;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Open descriptors of the directories that guests lie in, the longest unused closed first. Of
 * guests and of files none is kept: a file that was once read holds 4.5 KiB of kernel memory as
 * long as it is open.
 */
final class KeptDirectories {
  private static final int MOST = Descriptors.share(32, 96);

  private final ToIntFunction<String> open;
  private final IntConsumer close;
  private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param open gives the descriptor of a path, or a negative error number
   */
  KeptDirectories(ToIntFunction<String> open, IntConsumer close) {
    this.open = open;
    this.close = close;
  }

  /** One hierarchy; it remembers which of its directories was asked for last. */
  static final class Tree {
    private final String mount;
    private @Nullable Kept last;

    Tree(String mount) {
      this.mount = mount;
    }

    String mount() {
      return mount;
    }
  }

  private record Kept(Tree tree, String path, int fd) {}

  /**
   * The descriptor of the directory above a cgroup, or a negative error number.
   *
   * @param slash where the last slash of {@code path} is; what stands before it is the directory
   */
  int above(Tree tree, String path, int slash) {
    Kept last = tree.last;
    if (last != null && last.path.length() == slash && path.startsWith(last.path)) {
      return last.fd;
    }
    String directory = path.substring(0, slash);
    Kept found = kept.get(tree.mount + directory);
    if (found == null) {
      int fd = open.applyAsInt(tree.mount + directory + "/");
      if (fd < 0) {
        return fd;
      }
      found = new Kept(tree, directory, fd);
      kept.put(tree.mount + directory, found);
      evict();
    }
    tree.last = found;
    return found.fd;
  }

  /** Closes what is kept of a directory that was removed, or may have been. */
  void forget(Tree tree, String directory) {
    Kept gone = kept.remove(tree.mount + directory);
    if (gone != null) {
      discard(gone);
    }
  }

  void closeAll() {
    kept.values().forEach(this::discard);
    kept.clear();
  }

  private void evict() {
    if (kept.size() > MOST) {
      Map.Entry<String, Kept> eldest = kept.pollFirstEntry();
      discard(eldest.getValue());
    }
  }

  private void discard(Kept gone) {
    if (gone.equals(gone.tree.last)) {
      gone.tree.last = null;
    }
    close.accept(gone.fd);
  }
}
