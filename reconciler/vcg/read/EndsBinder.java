package vcg.read;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vcg.model.Ends;
import vcg.model.Located;
import vcg.read.xml.Domain;
import vcg.read.xml.Text;

/** Reads what becomes of a guest that ends by itself. */
final class EndsBinder {
  private final Findings findings;

  EndsBinder(Findings findings) {
    this.findings = findings;
  }

  Ends bind(Domain domain) {
    return new Ends(
        end(
            domain,
            domain.onPoweroff,
            word -> word.equals("restart") ? Ends.PowerOff.RESTART : Ends.PowerOff.DESTROY),
        end(
            domain,
            domain.onReboot,
            word -> word.equals("destroy") ? Ends.Reboot.DESTROY : Ends.Reboot.RESTART),
        end(domain, domain.onCrash, EndsBinder::crash));
  }

  private static Ends.Crash crash(String word) {
    return switch (word) {
      case "restart" -> Ends.Crash.RESTART;
      case "preserve" -> Ends.Crash.PRESERVE;
      default -> Ends.Crash.DESTROY;
    };
  }

  private <T> Located<T> end(Domain domain, @Nullable Text stated, Function<String, T> meaning) {
    return stated == null
        ? new Located<>(meaning.apply(""), findings.at(domain))
        : new Located<>(
            meaning.apply(stated.text.strip().toLowerCase(Locale.ROOT)), findings.at(stated));
  }
}
