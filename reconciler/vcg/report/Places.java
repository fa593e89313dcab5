package vcg.report;

import vcg.model.Location;
import vcg.model.Plan;

/** Places in domain files as a plan shows them. */
final class Places {
  private Places() {}

  /** A place by the file's name below the source of the plan. */
  static String shown(Plan plan, Location at) {
    return shown(plan, at.toString());
  }

  /** A text in which files are named by their names below the source of the plan. */
  static String shown(Plan plan, String text) {
    String prefix = plan.source().endsWith("/") ? plan.source() : plan.source() + "/";
    return text.replace(prefix, "");
  }
}
