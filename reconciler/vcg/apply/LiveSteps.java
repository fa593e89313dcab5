package vcg.apply;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Group;
import vcg.guest.Balloon;
import vcg.guest.GuestFiles;
import vcg.guest.MonitorDevices;
import vcg.guest.Monitors;
import vcg.guest.Monitors.Monitor;
import vcg.guest.Notes;
import vcg.model.Bytes;
import vcg.model.Change;
import vcg.model.Command;
import vcg.model.GuestId;
import vcg.model.LiveChange;
import vcg.model.LiveChange.Part;
import vcg.model.LiveDevices;
import vcg.model.LiveSetting;

/**
 * The steps that change a running virtual machine. How something is plugged in is noted before it
 * is, and each step looks afterwards whether it came to be so.
 */
public final class LiveSteps {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSteps.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration LETTING_GO = Duration.ofSeconds(5);
  private static final Duration BALLOON = Duration.ofSeconds(5);

  private final Monitors monitors;
  private final GuestFiles files;
  private final CgroupSteps cgroups;

  public LiveSteps(Monitors monitors, GuestFiles files, CgroupSteps cgroups) {
    this.monitors = monitors;
    this.files = files;
    this.cgroups = cgroups;
  }

  /**
   * Does one.
   *
   * @return what the guest was asked and has not done yet, a sentence; empty: it is done
   */
  Optional<String> perform(Change.ChangeLive step) throws IOException {
    GuestId guest = step.guest();
    NoteFile file = new NoteFile(files.notes(guest));
    SortedMap<String, String> notes = file.read();
    try (Monitor monitor = monitors.connect(files.monitor(guest), ANSWER)) {
      MonitorDevices devices = new MonitorDevices(monitor);
      Optional<String> waits =
          switch (step.change()) {
            case LiveChange.Plug plug -> plug(plug, devices, file, notes);
            case LiveChange.Unplug unplug -> unplug(unplug, devices, file, notes);
            case LiveChange.Eject eject -> eject(eject, devices, file, notes);
            case LiveChange.Insert insert -> insert(insert, devices, file, notes);
            case LiveChange.SetBoot(String device, var place, var option) -> {
              Notes.plugged(option, notes);
              file.write(notes);
              devices.boot(device, place);
              yield Optional.empty();
            }
            case LiveChange.Set(var setting) -> {
              devices.set(setting);
              Notes.set(setting, notes);
              file.write(notes);
              check(setting, devices.look(notes));
              yield Optional.empty();
            }
            case LiveChange.SetAction(var option) -> {
              devices.action(option);
              Notes.plugged(option, notes);
              file.write(notes);
              yield Optional.empty();
            }
            case LiveChange.SetBalloon(Bytes size, boolean wait) ->
                balloon(size, wait, devices, file, notes);
            case LiveChange.UnplugVcpus(int vcpus) -> unplugVcpus(vcpus, devices, file, notes);
            case LiveChange.AddIoThread(Group thread, var option, var groups) -> {
              Notes.plugged(option, notes);
              file.write(notes);
              if (!devices.ioThreads().contains(thread.toString())) {
                devices.make(option);
              }
              place(new TreeMap<>(Map.of(thread, groups)), monitor.threads());
              yield Optional.empty();
            }
            case LiveChange.RemoveIoThread(Group thread) -> {
              file.write(notes);
              yield devices.removeIoThread(thread.toString())
                  ? Optional.empty()
                  : Optional.of("a device that is still plugged in uses " + thread);
            }
            case LiveChange.PlugVcpus(int vcpus, var groups) -> {
              Notes.vcpusDone(notes);
              file.write(notes);
              plugVcpus(vcpus, devices);
              place(groups, monitor.threads());
              yield Optional.empty();
            }
          };
      LOG.info("{}: {}", guest, step.change());
      return waits;
    }
  }

  private static void check(LiveSetting setting, LiveDevices now) throws IOException {
    var values = now.settings().getOrDefault(setting.key(), new TreeMap<>());
    if (setting.isTold() && !values.equals(setting.values())) {
      throw new IOException(
          setting.key() + " is " + values + " after it was set to " + setting.values());
    }
  }

  private static Optional<String> plug(
      LiveChange.Plug plug, MonitorDevices devices, NoteFile file, SortedMap<String, String> notes)
      throws IOException {
    if (devices.present().contains(plug.device())) {
      return Optional.empty();
    }
    plug.options().forEach(option -> Notes.plugged(option, notes));
    Notes.gone(plug.device(), notes);
    file.write(notes);
    make(plug.options(), devices);
    if (!devices.present().contains(plug.device())) {
      throw new IOException(plug.device() + " is not there after it was plugged in");
    }
    return Optional.empty();
  }

  /** A part of that name can only be left over from an attempt that went wrong. */
  private static void make(List<Command.Option> options, MonitorDevices devices)
      throws IOException {
    for (Command.Option option : options.reversed()) {
      if (!option.name().equals("-device")) {
        devices.remove(Notes.part(option));
      }
    }
    for (Command.Option option : options) {
      devices.make(option);
    }
  }

  private static Optional<String> unplug(
      LiveChange.Unplug unplug,
      MonitorDevices devices,
      NoteFile file,
      SortedMap<String, String> notes)
      throws IOException {
    file.write(notes); // from now on the command line alone does not tell
    if (!devices.unplug(unplug.device(), LETTING_GO)) {
      Notes.asked(unplug.device(), notes);
      file.write(notes);
      return Optional.of(
          "the guest has not let go of "
              + unplug.device()
              + " within "
              + LETTING_GO.toSeconds()
              + " s");
    }
    remove(unplug.parts(), devices);
    Notes.gone(unplug.device(), notes);
    file.write(notes);
    return Optional.empty();
  }

  private static void remove(List<Part> parts, MonitorDevices devices) throws IOException {
    for (Part part : parts) {
      devices.remove(part);
    }
  }

  private static Optional<String> eject(
      LiveChange.Eject eject,
      MonitorDevices devices,
      NoteFile file,
      SortedMap<String, String> notes)
      throws IOException {
    file.write(notes);
    devices.eject(eject.device());
    remove(eject.parts(), devices);
    if (devices.look(notes).media().containsKey(eject.device())) {
      throw new IOException(eject.device() + " still holds a medium after it was ejected");
    }
    return Optional.empty();
  }

  private static Optional<String> insert(
      LiveChange.Insert insert,
      MonitorDevices devices,
      NoteFile file,
      SortedMap<String, String> notes)
      throws IOException {
    insert.options().forEach(option -> Notes.plugged(option, notes));
    file.write(notes);
    make(insert.options(), devices);
    devices.insert(insert.device(), insert.node());
    if (!insert.node().equals(devices.look(notes).media().get(insert.device()))) {
      throw new IOException(insert.device() + " does not hold its medium after it was inserted");
    }
    return Optional.empty();
  }

  private static Optional<String> balloon(
      Bytes size,
      boolean waits,
      MonitorDevices devices,
      NoteFile file,
      SortedMap<String, String> notes)
      throws IOException {
    Notes.asked(size, notes);
    file.write(notes);
    Bytes reached = Balloon.reached(devices.memoryAtBoot(), size);
    if (devices.balloon(size, reached, waits ? BALLOON : Duration.ZERO) || !waits) {
      return Optional.empty();
    }
    return Optional.of(
        "the guest was asked for "
            + size
            + " and has "
            + devices.memory().map(Bytes::toString).orElse("no balloon")
            + " after "
            + BALLOON.toSeconds()
            + " s");
  }

  private static Optional<String> unplugVcpus(
      int vcpus, MonitorDevices devices, NoteFile file, SortedMap<String, String> notes)
      throws IOException {
    Notes.vcpusDone(notes);
    file.write(notes);
    for (int has = devices.vcpus(); has > vcpus; has--) {
      if (!devices.unplugVcpu(LETTING_GO)) {
        Notes.askedVcpus(vcpus, notes);
        file.write(notes);
        return Optional.of(
            "the guest has not let go of vcpu"
                + (has - 1)
                + " within "
                + LETTING_GO.toSeconds()
                + " s");
      }
    }
    return Optional.empty();
  }

  private static void plugVcpus(int vcpus, MonitorDevices devices) throws IOException {
    for (int has = devices.vcpus(); has < vcpus; has++) {
      devices.plugVcpu();
    }
    int now = devices.vcpus();
    if (now < vcpus) {
      throw new IOException("the guest has " + now + " virtual CPUs, not " + vcpus);
    }
  }

  /** A virtual CPU that has just been plugged in idles until the guest takes it. */
  private void place(SortedMap<Group, List<CgroupPath>> groups, SortedMap<Group, Long> threads)
      throws IOException {
    for (Map.Entry<Group, List<CgroupPath>> group : groups.entrySet()) {
      Long thread = threads.get(group.getKey());
      if (thread == null) {
        throw new IOException("QEMU has no thread for " + group.getKey());
      }
      for (CgroupPath cgroup : group.getValue()) {
        cgroups.moveThread(cgroup, thread);
      }
    }
  }
}
