package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a machine tells its guest about itself. */
public final class Sysinfo extends Placed {
  @XmlAttribute public @Nullable String type;

  @XmlElement(name = "bios")
  public List<Section> bioses = new ArrayList<>();

  @XmlElement(name = "system")
  public List<Section> systems = new ArrayList<>();

  @XmlElement(name = "baseBoard")
  public List<Section> baseBoards = new ArrayList<>();

  @XmlElement(name = "chassis")
  public List<Section> chassis = new ArrayList<>();

  @XmlElement(name = "oemStrings")
  public List<OemStrings> oemStrings = new ArrayList<>();

  @XmlElement(name = "entry")
  public List<BlobEntry> entries = new ArrayList<>();

  /** A table. */
  public static final class Section extends Placed {
    @XmlElement(name = "entry")
    public List<Entry> entries = new ArrayList<>();
  }

  /** A value of a table. */
  public static final class Entry extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlValue public String text = "";
  }

  /** Texts of the maker. */
  public static final class OemStrings extends Placed {
    @XmlElement(name = "entry")
    public List<Text> entries = new ArrayList<>();
  }

  /** A named value. */
  public static final class BlobEntry extends Placed {
    @XmlAttribute public @Nullable String name;
    @XmlAttribute public @Nullable String file;
    @XmlValue public String text = "";
  }
}
