package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a guest boots or runs. */
public final class Os extends Placed {
  @XmlElement(name = "type")
  public List<OsType> types = new ArrayList<>();

  @XmlElement(name = "boot")
  public List<Boot> boots = new ArrayList<>();

  @XmlElement(name = "kernel")
  public List<Text> kernels = new ArrayList<>();

  @XmlElement(name = "initrd")
  public List<Text> initrds = new ArrayList<>();

  @XmlElement(name = "cmdline")
  public List<Text> cmdlines = new ArrayList<>();

  @XmlAttribute public @Nullable String firmware;

  @XmlElement(name = "loader")
  public List<Loader> loaders = new ArrayList<>();

  @XmlElement(name = "nvram")
  public List<Nvram> nvrams = new ArrayList<>();

  @XmlElement(name = "firmware")
  public List<OsFirmware> firmwares = new ArrayList<>();

  @XmlElement(name = "bootmenu")
  public List<BootMenu> bootMenus = new ArrayList<>();

  @XmlElement(name = "bios")
  public List<Bios> bioses = new ArrayList<>();

  @XmlElement(name = "smbios")
  public List<Smbios> smbioses = new ArrayList<>();

  @XmlElement(name = "init")
  public List<Text> inits = new ArrayList<>();

  @XmlElement(name = "initarg")
  public List<Text> initargs = new ArrayList<>();

  @XmlElement(name = "initenv")
  public List<InitEnv> initenvs = new ArrayList<>();

  @XmlElement(name = "initdir")
  public List<Text> initdirs = new ArrayList<>();

  @XmlElement(name = "inituser")
  public List<Text> initusers = new ArrayList<>();

  @XmlElement(name = "initgroup")
  public List<Text> initgroups = new ArrayList<>();

  /** The kind of guest. */
  public static final class OsType extends Placed {
    @XmlAttribute public @Nullable String arch;
    @XmlAttribute public @Nullable String machine;
    @XmlValue public String text = "";
  }

  /** A kind of device to boot from. */
  public static final class Boot extends Placed {
    @XmlAttribute public @Nullable String dev;
  }

  /** Whether firmware asks. */
  public static final class BootMenu extends Placed {
    @XmlAttribute public @Nullable String enable;
    @XmlAttribute public @Nullable String timeout;
  }

  /** How firmware behaves. */
  public static final class Bios extends Placed {
    @XmlAttribute public @Nullable String useserial;
    @XmlAttribute public @Nullable String rebootTimeout;
  }

  /** Where SMBIOS tables come from. */
  public static final class Smbios extends Placed {
    @XmlAttribute public @Nullable String mode;
  }

  /** A variable of the environment. */
  public static final class InitEnv extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlValue public String text = "";
  }
}
