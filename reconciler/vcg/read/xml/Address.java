package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import org.jspecify.annotations.Nullable;

/** Where a device is placed. */
public final class Address extends Placed {
  @XmlAttribute public @Nullable String type;
  @XmlAttribute public @Nullable String domain;
  @XmlAttribute public @Nullable String bus;
  @XmlAttribute public @Nullable String slot;
  @XmlAttribute public @Nullable String function;
  @XmlAttribute public @Nullable String multifunction;
  @XmlAttribute public @Nullable String controller;
  @XmlAttribute public @Nullable String target;
  @XmlAttribute public @Nullable String unit;
  @XmlAttribute public @Nullable String port;
  @XmlAttribute public @Nullable String iobase;
  @XmlAttribute public @Nullable String irq;
}
