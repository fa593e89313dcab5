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

  /** A variable of the environment. */
  public static final class InitEnv extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlValue public String text = "";
  }
}
