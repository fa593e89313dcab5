package vcg.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for a whole value: equal values give equal names. */
public final class Digest {
  private Digest() {}

  /** The digests of valid files, and what is wrong with the others. */
  public static String of(Desired desired) {
    StringBuilder text = new StringBuilder().append(desired.present());
    for (Reading reading : desired.readings()) {
      text.append('\n').append(reading.file());
      reading.guest().ifPresent(guest -> text.append(' ').append(guest.digest()));
      for (Problem problem : reading.problems()) {
        text.append('\n').append(problem.at()).append(problem.code()).append(problem.message());
      }
    }
    return of(text.toString());
  }

  /** Records print all their parts in a fixed order, so their text stands for them. */
  public static String of(Actual actual) {
    return of(actual.withoutUse().toString());
  }

  private static String of(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
