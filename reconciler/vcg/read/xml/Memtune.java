package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** Limits of memory. */
public final class Memtune extends Placed {
  @XmlElement(name = "hard_limit")
  public @Nullable Size hardLimit;

  @XmlElement(name = "soft_limit")
  public @Nullable Size softLimit;

  @XmlElement(name = "swap_hard_limit")
  public @Nullable Size swapHardLimit;

  @XmlElement(name = "min_guarantee")
  public @Nullable Size minGuarantee;
}
