package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import org.jspecify.annotations.Nullable;

/** How a virtio device talks to its guest. */
public final class VirtioDriver extends Placed {
  @XmlAttribute public @Nullable String iommu;
  @XmlAttribute public @Nullable String ats;
  @XmlAttribute public @Nullable String packed;

  @XmlAttribute(name = "page_per_vq")
  public @Nullable String pagePerVq;
}
