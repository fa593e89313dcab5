package vcg.report;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vcg.model.Digest;
import vcg.model.Plan;

/**
 * A plan as it was saved. It is carried out only when planning again gives the very same plan, so
 * nothing but this has to be read from it.
 *
 * @param text the whole file
 * @param source the directory that the plan was made from
 * @param allowedStops what the operator allowed when it was made
 */
public record SavedPlan(
    String text, String source, int allowedStops, String desired, String actual) {
  /** In the reason why a guest that crashed is not started yet. */
  private static final Pattern TIME_LEFT = Pattern.compile("next try in [0-9]+ s");

  /**
   * Reads what {@link PlanJson} writes.
   *
   * @throws IllegalArgumentException it is not a plan of this format; the message says why
   */
  public static SavedPlan parse(String text) {
    try {
      JsonNode root = new JsonMapper().readTree(text);
      int version = root.path("formatVersion").asInt(0);
      if (version != PlanJson.FORMAT_VERSION) {
        throw new IllegalArgumentException(
            "it has formatVersion " + version + ", this vcg reads " + PlanJson.FORMAT_VERSION);
      }
      return new SavedPlan(
          text,
          root.required("source").asString(),
          root.required("allowedStops").asInt(),
          root.required("desired").asString(),
          root.required("actual").asString());
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** Whether planning again gave the same plan; that time goes by makes no other one. */
  public boolean holds(Plan now) {
    return untimed(PlanJson.of(now)).equals(untimed(text));
  }

  private static String untimed(String plan) {
    return TIME_LEFT.matcher(plan).replaceAll("");
  }

  /** What moved since the plan was saved, for people. */
  public String moved(Plan now) {
    boolean documents = !now.desired().equals(desired);
    boolean host = !Digest.of(now.actual()).equals(actual);
    return documents && host
        ? "the domain files and the host have changed"
        : documents
            ? "the domain files have changed"
            : host ? "the host has changed" : "it was made with other options";
  }
}
