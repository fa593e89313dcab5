package vcg.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import vcg.model.Difference;
import vcg.model.LiveChange;
import vcg.model.LiveDevices;
import vcg.model.LiveSetting;

/**
 * The settings of a running virtual machine that are not as its document asks.
 *
 * @param devices those of the guest, as they are
 * @param wanted those of its document
 * @param isServed whether QEMU runs a server with a password, by protocol
 */
record SettingChanges(
    LiveDevices live,
    Map<String, DeviceSlot> devices,
    Map<String, DeviceSlot> wanted,
    Predicate<String> isServed,
    Difference.Cause cause) {

  /** Where a setting is to be changed, once devices have come and gone. */
  private enum Place {
    NONE,
    THERE,
    COMING
  }

  /**
   * Adds what differs.
   *
   * @param out what is taken away before
   * @param in what is added before; gets the changes
   */
  void add(
      List<LiveSettings.Wanted> settings,
      List<LiveChange> out,
      List<LiveChange> in,
      List<Difference> differences) {
    List<LiveChange> changes = new ArrayList<>();
    for (LiveSettings.Wanted want : settings) {
      LiveSetting setting = want.setting();
      Place place = place(want, out, in);
      SortedMap<String, String> is =
          place == Place.COMING ? plain(setting) : actual(setting).orElseGet(() -> plain(setting));
      if (place != Place.NONE && !isSame(is, setting)) {
        changes.add(new LiveChange.Set(setting));
        compare(want, is, differences);
      }
    }
    in.addAll(changes);
  }

  private Place place(LiveSettings.Wanted want, List<LiveChange> out, List<LiveChange> in) {
    if (want.setting() instanceof LiveSetting.Access access) {
      return isServed.test(access.protocol()) ? Place.THERE : Place.NONE;
    }
    String id = want.device().orElseThrow();
    if (in.stream().anyMatch(c -> c instanceof LiveChange.Plug plug && plug.device().equals(id))) {
      return Place.COMING;
    }
    DeviceSlot is = devices.get(id);
    DeviceSlot later = wanted.get(id);
    if (is == null || later == null || !is.driver().equals(later.driver())) {
      return Place.NONE; // not there, or to be replaced at the next start
    }
    return want.setting() instanceof LiveSetting.Throttling && !holds(id, out, in)
        ? Place.NONE
        : Place.THERE;
  }

  /** Whether a drive has a medium afterwards: there is nothing to limit otherwise. */
  private boolean holds(String id, List<LiveChange> out, List<LiveChange> in) {
    boolean inserted =
        in.stream().anyMatch(c -> c instanceof LiveChange.Insert i && i.device().equals(id));
    boolean ejected =
        out.stream().anyMatch(c -> c instanceof LiveChange.Eject e && e.device().equals(id));
    return inserted || (live.media().containsKey(id) && !ejected);
  }

  private Optional<SortedMap<String, String>> actual(LiveSetting setting) {
    return setting.isTold()
        ? Optional.ofNullable(live.settings().get(setting.key()))
        : Notes.setting(setting.key(), live.notes());
  }

  /** What it is when nobody has set it. */
  private static SortedMap<String, String> plain(LiveSetting setting) {
    return setting instanceof LiveSetting.Link ? new LiveSetting.Link("", true).values() : none();
  }

  private static SortedMap<String, String> none() {
    return new TreeMap<>();
  }

  /** A snapshot does not say which password there is. */
  private static boolean isSame(SortedMap<String, String> is, LiveSetting setting) {
    SortedMap<String, String> want = setting.values();
    if (LiveSetting.Access.HIDDEN.equals(is.get(LiveSetting.Access.PASSWORD))) {
      want.put(LiveSetting.Access.PASSWORD, LiveSetting.Access.HIDDEN);
    }
    return is.equals(want);
  }

  private void compare(
      LiveSettings.Wanted want, SortedMap<String, String> is, List<Difference> differences) {
    SortedMap<String, String> later = want.setting().values();
    SortedSet<String> fields = new TreeSet<>(is.keySet());
    fields.addAll(later.keySet());
    for (String field : fields) {
      String before = is.getOrDefault(field, "");
      String after = later.getOrDefault(field, "");
      if (!before.equals(after)) {
        boolean secret = field.equals(LiveSetting.Access.PASSWORD);
        differences.add(
            new Difference(
                want.object(),
                field,
                secret && !before.isEmpty() ? LiveSetting.Access.HIDDEN : before,
                secret ? LiveSetting.Access.HIDDEN : after,
                Optional.of(want.at()),
                cause,
                Difference.Interruption.HOTPLUG));
      }
    }
  }
}
