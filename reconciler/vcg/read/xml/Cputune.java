package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The guest's part of the CPUs. */
public final class Cputune extends Placed {
  @XmlElement(name = "shares")
  public List<Text> shares = new ArrayList<>();

  @XmlElement(name = "global_period")
  public List<Text> globalPeriods = new ArrayList<>();

  @XmlElement(name = "global_quota")
  public List<Text> globalQuotas = new ArrayList<>();

  @XmlElement(name = "period")
  public List<Text> periods = new ArrayList<>();

  @XmlElement(name = "quota")
  public List<Text> quotas = new ArrayList<>();

  @XmlElement(name = "emulator_period")
  public List<Text> emulatorPeriods = new ArrayList<>();

  @XmlElement(name = "emulator_quota")
  public List<Text> emulatorQuotas = new ArrayList<>();

  @XmlElement(name = "iothread_period")
  public List<Text> iothreadPeriods = new ArrayList<>();

  @XmlElement(name = "iothread_quota")
  public List<Text> iothreadQuotas = new ArrayList<>();

  @XmlElement(name = "vcpupin")
  public List<VcpuPin> vcpupins = new ArrayList<>();

  @XmlElement(name = "emulatorpin")
  public List<EmulatorPin> emulatorpins = new ArrayList<>();

  @XmlElement(name = "iothreadpin")
  public List<IoThreadPin> iothreadpins = new ArrayList<>();

  @XmlElement(name = "vcpusched")
  public List<VcpuSched> vcpuscheds = new ArrayList<>();

  @XmlElement(name = "emulatorsched")
  public List<EmulatorSched> emulatorscheds = new ArrayList<>();

  @XmlElement(name = "iothreadsched")
  public List<IoThreadSched> iothreadscheds = new ArrayList<>();

  /** Where a virtual CPU runs. */
  public static final class VcpuPin extends Placed {
    @XmlAttribute public @Nullable String vcpu;
    @XmlAttribute public @Nullable String cpuset;
  }

  /** Where the threads run that emulate devices. */
  public static final class EmulatorPin extends Placed {
    @XmlAttribute public @Nullable String cpuset;
  }

  /** How virtual CPUs are scheduled. */
  public static final class VcpuSched extends Placed {
    @XmlAttribute public @Nullable String vcpus;
    @XmlAttribute public @Nullable String scheduler;
    @XmlAttribute public @Nullable String priority;
  }

  /** How QEMU's first thread is scheduled. */
  public static final class EmulatorSched extends Placed {
    @XmlAttribute public @Nullable String scheduler;
    @XmlAttribute public @Nullable String priority;
  }

  /** How I/O threads are scheduled. */
  public static final class IoThreadSched extends Placed {
    @XmlAttribute public @Nullable String iothreads;
    @XmlAttribute public @Nullable String scheduler;
    @XmlAttribute public @Nullable String priority;
  }

  /** Where an I/O thread runs. */
  public static final class IoThreadPin extends Placed {
    @XmlAttribute public @Nullable String iothread;
    @XmlAttribute public @Nullable String cpuset;
  }
}
