package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the block devices. */
public final class Blkiotune extends Placed {
  @XmlElement(name = "weight")
  public List<Text> weights = new ArrayList<>();

  @XmlElement(name = "device")
  public List<BlkioDevice> devices = new ArrayList<>();

  /** The part of one of them. */
  public static final class BlkioDevice extends Placed {
    @XmlElement public @Nullable Text path;
    @XmlElement public @Nullable Text weight;

    @XmlElement(name = "read_bytes_sec")
    public @Nullable Text readBytes;

    @XmlElement(name = "write_bytes_sec")
    public @Nullable Text writeBytes;

    @XmlElement(name = "read_iops_sec")
    public @Nullable Text readOperations;

    @XmlElement(name = "write_iops_sec")
    public @Nullable Text writeOperations;
  }
}
