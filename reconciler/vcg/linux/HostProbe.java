package vcg.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vcg.cgroup.CgroupFs;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Hierarchy.Version;
import vcg.cgroup.Layout;
import vcg.cgroup.Mappings;
import vcg.model.Diagnosis;
import vcg.model.Diagnosis.Check;
import vcg.model.Diagnosis.Verdict;
import vcg.model.Host;

/** Finds out what a host can do, by looking only. */
public final class HostProbe {
  private final Layout layout;
  private final Mappings mappings;
  private final LinuxHost linux;
  private final CgroupFs fs;
  private final Function<CgroupPath, Optional<String>> programRefusal;

  private HostProbe(
      Layout layout,
      Mappings mappings,
      LinuxHost linux,
      CgroupFs fs,
      Function<CgroupPath, Optional<String>> programRefusal) {
    this.layout = layout;
    this.mappings = mappings;
    this.linux = linux;
    this.fs = fs;
    this.programRefusal = programRefusal;
  }

  /**
   * A host on which vcg may work below the layout's parent.
   *
   * @param programRefusal why no device program can be put on a cgroup of the v2 tree; empty: it
   *     can
   * @throws IOException no guest could start below the parent; says why
   */
  public static Host probe(
      Layout layout,
      Mappings mappings,
      LinuxHost linux,
      CgroupFs fs,
      Function<CgroupPath, Optional<String>> programRefusal)
      throws IOException {
    Diagnosis found = look(layout, mappings, linux, fs, programRefusal);
    Optional<String> failure = found.first(Verdict.FAILED);
    if (failure.isPresent()) {
      throw new IOException(failure.get());
    }
    return found.host();
  }

  /** The same for a host whatever is wrong with it, and what that is. */
  public static Diagnosis look(
      Layout layout,
      Mappings mappings,
      LinuxHost linux,
      CgroupFs fs,
      Function<CgroupPath, Optional<String>> programRefusal)
      throws IOException {
    return new HostProbe(layout, mappings, linux, fs, programRefusal).look();
  }

  private Diagnosis look() throws IOException {
    String parent = layout.parent();
    ControllerMap map = ControllerMap.look(linux, fs, parent);
    KnobFiles knobs = KnobFiles.find(fs, linux, parent, map.controllers());
    FromAbove above = new FromAbove(fs, parent, map.controllers());
    Host open =
        new Host(
            linux.kernel(),
            linux.bootId(),
            linux.pageBytes(),
            layout,
            map.controllers(),
            map.unified(),
            knobs.files(),
            mappings,
            deviceRefusal(map),
            Optional.empty(),
            above.bandwidth(),
            above.inherited(knobs.files()));
    List<Check> checks = new ArrayList<>(map.checks());
    ParentChecks.Result result = new ParentChecks(open, linux, fs).all();
    checks.addAll(result.checks());
    if (result.parentThere()) {
      checks.addAll(above.nothing(open.files(), open.inherited()));
    }
    open.bandwidth()
        .ifPresent(b ->
            checks.add(Check.ok("CPU time", "guests have " + b + " together: the cgroup parent")));
    checks.add(devices(open));
    Diagnosis found = new Diagnosis(open, knobs.seen(), map.tree(), checks);
    return new Diagnosis(
        refusing(open, found.first(Verdict.REFUSED)), found.seen(), found.tree(), checks);
  }

  private static Host refusing(Host host, Optional<String> refusal) {
    return new Host(
        host.kernel(),
        host.bootId(),
        host.pageBytes(),
        host.layout(),
        host.controllers(),
        host.unified(),
        host.files(),
        host.mappings(),
        host.deviceRefusal(),
        refusal,
        host.bandwidth(),
        host.inherited());
  }

  private Optional<String> deviceRefusal(ControllerMap map) {
    Optional<Hierarchy> hierarchy = Optional.ofNullable(map.controllers().get(Controller.DEVICES));
    if (hierarchy.isEmpty()) {
      return Optional.of(
          "this host has neither the devices controller of cgroup v1 nor a cgroup v2 tree for"
              + " device programs");
    }
    return hierarchy.get().version() == Version.V1
        ? Optional.empty()
        : programRefusal.apply(new CgroupPath(Hierarchy.UNIFIED, layout.parent()));
  }

  private static Check devices(Host host) {
    return host.deviceRefusal()
        .map(why -> new Check("device policy", Verdict.WARNING, why, ""))
        .orElseGet(() ->
            Check.ok(
                "device policy",
                host.isUnified(Controller.DEVICES)
                    ? "by programs in the cgroup v2 tree"
                    : "by the devices controller of cgroup v1"));
  }
}
