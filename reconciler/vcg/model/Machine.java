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
   * @param init the program that is process 1, with its arguments
   * @param environment {@code NAME=value}, in document order
   * @param directory where it starts; empty: {@code /}
   * @param user name or number; empty: root
   * @param group name or number; empty: root
   * @param mounts in document order; the one at {@code /} is the root file system
   * @param privateNetwork a network of its own, without cards, instead of the host's
   */
  record Container(
      List<String> init,
      List<String> environment,
      Optional<String> directory,
      Optional<String> user,
      Optional<String> group,
      List<Mount> mounts,
      boolean privateNetwork)
      implements Machine {
    public Container {
      init = List.copyOf(init);
      environment = List.copyOf(environment);
      mounts = List.copyOf(mounts);
    }
  }

  /**
   * A file system of a container.
   *
   * @param kind how it is provided
   * @param source a directory of the host; for {@code RAM} empty
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
