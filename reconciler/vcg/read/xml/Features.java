package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** What the machine offers its guest. */
public final class Features extends Placed {
  @XmlElement public @Nullable Apic apic;
  @XmlElement public @Nullable Empty acpi;
  @XmlElement public @Nullable Empty pae;
  @XmlElement public @Nullable Empty privnet;
  @XmlElement public @Nullable Capabilities capabilities;
  @XmlElement public @Nullable Empty viridian;
  @XmlElement public @Nullable FeatureState vmport;
  @XmlElement public @Nullable FeatureState pmu;
  @XmlElement public @Nullable FeatureState pvspinlock;
  @XmlElement public @Nullable FeatureState hap;
  @XmlElement public @Nullable Smm smm;
  @XmlElement public @Nullable Hyperv hyperv;
  @XmlElement public @Nullable Kvm kvm;
  @XmlElement public @Nullable IoApic ioapic;

  /** The interrupt controller. */
  public static final class Apic extends Placed {
    @XmlAttribute public @Nullable String eoi;
  }

  /** A feature that is on or off. */
  public static final class FeatureState extends Placed {
    @XmlAttribute public @Nullable String state;
  }

  /** System management mode. */
  public static final class Smm extends Placed {
    @XmlAttribute public @Nullable String state;
    @XmlElement public @Nullable Size tseg;
  }

  /** The I/O interrupt controller. */
  public static final class IoApic extends Placed {
    @XmlAttribute public @Nullable String driver;
  }

  /** What Hyper-V offers. */
  public static final class Hyperv extends Placed {
    @XmlAttribute public @Nullable String mode;
    @XmlElement public @Nullable FeatureState relaxed;
    @XmlElement public @Nullable FeatureState vapic;
    @XmlElement public @Nullable FeatureState vpindex;
    @XmlElement public @Nullable FeatureState runtime;
    @XmlElement public @Nullable FeatureState synic;
    @XmlElement public @Nullable FeatureState reset;
    @XmlElement public @Nullable FeatureState frequencies;
    @XmlElement public @Nullable FeatureState reenlightenment;
    @XmlElement public @Nullable FeatureState tlbflush;
    @XmlElement public @Nullable FeatureState ipi;
    @XmlElement public @Nullable FeatureState evmcs;
    @XmlElement public @Nullable FeatureState avic;

    @XmlElement(name = "emsr_bitmap")
    public @Nullable FeatureState emsrBitmap;

    @XmlElement(name = "xmm_input")
    public @Nullable FeatureState xmmInput;

    @XmlElement public @Nullable Spinlocks spinlocks;
    @XmlElement public @Nullable Stimer stimer;

    @XmlElement(name = "vendor_id")
    public @Nullable VendorId vendorId;
  }

  /** A notice about locks. */
  public static final class Spinlocks extends Placed {
    @XmlAttribute public @Nullable String state;
    @XmlAttribute public @Nullable String retries;
  }

  /** Timers. */
  public static final class Stimer extends Placed {
    @XmlAttribute public @Nullable String state;
    @XmlElement public @Nullable FeatureState direct;
  }

  /** The name of the hypervisor. */
  public static final class VendorId extends Placed {
    @XmlAttribute public @Nullable String state;
    @XmlAttribute public @Nullable String value;
  }

  /** What KVM offers. */
  public static final class Kvm extends Placed {
    @XmlElement public @Nullable FeatureState hidden;

    @XmlElement(name = "hint-dedicated")
    public @Nullable FeatureState hintDedicated;

    @XmlElement(name = "poll-control")
    public @Nullable FeatureState pollControl;

    @XmlElement(name = "pv-ipi")
    public @Nullable FeatureState pvIpi;

    @XmlElement(name = "dirty-ring")
    public @Nullable DirtyRing dirtyRing;
  }

  /** How written pages are counted. */
  public static final class DirtyRing extends Placed {
    @XmlAttribute public @Nullable String state;
    @XmlAttribute public @Nullable String size;
  }
}
