package vcg.observe;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.guest.Containers;
import vcg.guest.Containers.Names;
import vcg.model.Inside;
import vcg.model.Located;
import vcg.model.Location;
import vcg.model.Machine;
import vcg.model.SharedSpace;

/** Looks up in a container's root file system what its document names. */
record ContainerNames(Containers containers, Machine.Container container) {
  /** A name that stands for nothing, and where the document has it. */
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Located<String> why;

    Unknown(String why, Location at) {
      super(why);
      this.why = new Located<>(why, at);
    }

    Located<String> why() {
      return why;
    }
  }

  Inside find() throws Unknown, IOException {
    SortedMap<String, String> places = new TreeMap<>();
    for (Machine.Mount mount : container.mounts()) {
      if (mount.kind() == Machine.Mount.Kind.BIND) {
        try {
          places.put(mount.source(), containers.place(root(), mount.source()));
        } catch (IOException e) {
          throw new Unknown(String.valueOf(e.getMessage()), mount.at());
        }
      }
    }
    for (SharedSpace shared : container.shared()) {
      try {
        places.put(shared.kind().element(), containers.space(shared));
      } catch (IOException e) {
        throw new Unknown(String.valueOf(e.getMessage()), shared.at());
      }
    }
    return new Inside(
        number(Names.USERS, container.init().user()),
        number(Names.GROUPS, container.init().group()),
        places,
        containers.capabilities());
  }

  private String root() {
    return container.root().map(Machine.Mount::source).orElse("/");
  }

  private long number(Names names, Optional<Located<String>> stated) throws Unknown {
    if (stated.isEmpty()) {
      return 0;
    }
    String name = stated.get().value();
    if (name.matches("[0-9]{1,10}")) {
      return Long.parseLong(name);
    }
    try {
      Optional<Long> number = containers.number(root(), names, name);
      if (number.isPresent()) {
        return number.get();
      }
    } catch (IOException e) {
      throw new Unknown(String.valueOf(e.getMessage()), stated.get().at());
    }
    String why = "there is no \"" + name + "\" in " + names.file() + " of " + root();
    throw new Unknown(why, stated.get().at());
  }
}
