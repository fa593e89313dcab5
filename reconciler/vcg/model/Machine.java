package vcg.model;

import java.util.List;
import java.util.Optional;

/** What a guest is made of. Locations point at the element that states a part. */
public sealed interface Machine {

  /**
   * A virtual machine under QEMU.
   *
   * @param kvm hardware virtualisation ({@code type='kvm'}) or emulation
   * @param emulator the binary; empty: the one of the architecture
   */
  record Qemu(
      boolean kvm,
      Optional<Located<String>> emulator,
      Board board,
      Processors processors,
      Memory memory,
      Hardware hardware)
      implements Machine {
    /** The same around another board. */
    public Qemu with(Board other) {
      return new Qemu(kvm, emulator, other, processors, memory, hardware);
    }
  }

  /**
   * A container.
   *
   * @param init what is process 1 in it
   * @param mounts in document order; the one at {@code /} is the root file system, and without one
   *     it is the host's
   * @param ends what follows when it ends by itself
   * @param network what it has of networks
   * @param rights what it may do
   * @param hasTerminal whether its first process has one
   * @param shared name spaces that it does not have for itself, at most one of a kind
   */
  record Container(
      Init init,
      List<Mount> mounts,
      Ends ends,
      ContainerNetwork network,
      ContainerRights rights,
      boolean hasTerminal,
      List<SharedSpace> shared)
      implements Machine {
    public Container {
      mounts = List.copyOf(mounts);
      shared = List.copyOf(shared);
    }

    /** The same with other cards. */
    public Container with(ContainerNetwork other) {
      return new Container(init, mounts, ends, other, rights, hasTerminal, shared);
    }

    /** What it shares of a kind; empty: it has its own, or of networks perhaps the host's. */
    public Optional<SharedSpace> shared(SharedSpace.Kind kind) {
      return shared.stream().filter(s -> s.kind() == kind).findFirst();
    }

    /** The root file system; empty: the host's. */
    public Optional<Mount> root() {
      return mounts.stream().filter(m -> m.target().equals("/")).findFirst();
    }
  }

  /**
   * The first process of a container.
   *
   * @param at where the document names it
   * @param command the program with its arguments
   * @param environment {@code NAME=value}, in document order
   * @param directory where it starts
   * @param user name or number; empty: root
   * @param group name or number; empty: root
   */
  record Init(
      Location at,
      List<String> command,
      List<String> environment,
      Located<String> directory,
      Optional<Located<String>> user,
      Optional<Located<String>> group) {
    public Init {
      command = List.copyOf(command);
      environment = List.copyOf(environment);
    }
  }

  /**
   * A file system of a container.
   *
   * @param kind how it is provided
   * @param source a directory of the host, for {@code BIND} of the container; for {@code RAM} empty
   * @param size for {@code RAM} the most it may hold
   * @param target the directory in the container
   */
  record Mount(
      Location at,
      Mount.Kind kind,
      String source,
      Optional<Bytes> size,
      String target,
      boolean readOnly) {
    /** How a file system is provided. */
    public enum Kind {
      MOUNT,
      BIND,
      RAM
    }
  }
}
