package vcg.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Controller;
import vcg.cgroup.Hierarchy;
import vcg.cgroup.Knob;
import vcg.cgroup.Layout;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;

/**
 * What a host can do, and where vcg may work on it.
 *
 * @param kernel its release, such as {@code 6.1.0-9-amd64}
 * @param bootId the kernel's random name of this boot
 * @param pageBytes the size of a memory page
 * @param layout where guests lie
 * @param controllers which hierarchy a controller is on; a controller that is missing is not there
 * @param files the file that stands for a knob; a knob that is missing is not there
 * @param inherited what a new top-level partition inherits: the knobs {@link Knob#inherited} at the
 *     cgroup parent
 */
public record Host(
    String kernel,
    String bootId,
    long pageBytes,
    Layout layout,
    SortedMap<Controller, Hierarchy> controllers,
    SortedMap<Knob, String> files,
    SortedMap<Knob, Value.IndexSet> inherited) {
  public Host {
    controllers = Collections.unmodifiableSortedMap(new TreeMap<>(controllers));
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    inherited = Collections.unmodifiableSortedMap(new TreeMap<>(inherited));
  }

  /** The hierarchies in which a guest has a directory, each once, in order of their names. */
  public List<Hierarchy> hierarchies() {
    return controllers.values().stream().distinct().sorted().toList();
  }

  /** How this host spells a knob; empty: it has no such knob. */
  public Optional<Spelling> spelling(Knob knob) {
    return Optional.ofNullable(files.get(knob)).flatMap(knob::spelling);
  }

  /** The hierarchy that a knob's controller is on; empty: this host has no such controller. */
  public Optional<Hierarchy> hierarchy(Knob knob) {
    return Optional.ofNullable(controllers.get(knob.controller()));
  }

  /** The directory at {@code path} that holds the files of a knob which this host has. */
  public CgroupPath directory(Knob knob, String path) {
    return hierarchy(knob)
        .map(hierarchy -> new CgroupPath(hierarchy.name(), path))
        .orElseThrow(() -> new IllegalArgumentException("this host has no " + knob.controller()));
  }
}
