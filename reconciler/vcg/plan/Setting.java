package vcg.plan;

import java.util.Optional;
import vcg.cgroup.CgroupPath;
import vcg.cgroup.Knob;
import vcg.cgroup.Spelling;
import vcg.cgroup.Value;
import vcg.model.Change;
import vcg.model.Location;

/**
 * One knob of one cgroup that holds something else than it should.
 *
 * @param from what the file holds as text, without the final newline; empty: nothing yet
 * @param current what it holds, in the kernel's unit
 * @param wanted what it should hold, in the kernel's unit
 * @param asked the same in the document's unit
 * @param at where the document asks for it; empty: the default applies
 */
record Setting(
    CgroupPath cgroup,
    Knob knob,
    Spelling spelling,
    String from,
    Value current,
    Value wanted,
    Value asked,
    Optional<Location> at) {

  Change.WriteSetting step() {
    return new Change.WriteSetting(
        cgroup, knob, spelling.file(), from, spelling.text(wanted, from), wanted);
  }
}
