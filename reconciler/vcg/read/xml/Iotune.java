package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlElement;
import org.jspecify.annotations.Nullable;

/** Limits of what a guest reads from a disk and writes to it. */
public final class Iotune extends Placed {
  @XmlElement(name = "total_bytes_sec")
  public @Nullable Text totalBytesSec;

  @XmlElement(name = "read_bytes_sec")
  public @Nullable Text readBytesSec;

  @XmlElement(name = "write_bytes_sec")
  public @Nullable Text writeBytesSec;

  @XmlElement(name = "total_bytes_sec_max")
  public @Nullable Text totalBytesSecMax;

  @XmlElement(name = "read_bytes_sec_max")
  public @Nullable Text readBytesSecMax;

  @XmlElement(name = "write_bytes_sec_max")
  public @Nullable Text writeBytesSecMax;

  @XmlElement(name = "total_bytes_sec_max_length")
  public @Nullable Text totalBytesSecMaxLength;

  @XmlElement(name = "read_bytes_sec_max_length")
  public @Nullable Text readBytesSecMaxLength;

  @XmlElement(name = "write_bytes_sec_max_length")
  public @Nullable Text writeBytesSecMaxLength;

  @XmlElement(name = "total_iops_sec")
  public @Nullable Text totalIopsSec;

  @XmlElement(name = "read_iops_sec")
  public @Nullable Text readIopsSec;

  @XmlElement(name = "write_iops_sec")
  public @Nullable Text writeIopsSec;

  @XmlElement(name = "total_iops_sec_max")
  public @Nullable Text totalIopsSecMax;

  @XmlElement(name = "read_iops_sec_max")
  public @Nullable Text readIopsSecMax;

  @XmlElement(name = "write_iops_sec_max")
  public @Nullable Text writeIopsSecMax;

  @XmlElement(name = "total_iops_sec_max_length")
  public @Nullable Text totalIopsSecMaxLength;

  @XmlElement(name = "read_iops_sec_max_length")
  public @Nullable Text readIopsSecMaxLength;

  @XmlElement(name = "write_iops_sec_max_length")
  public @Nullable Text writeIopsSecMaxLength;

  @XmlElement(name = "size_iops_sec")
  public @Nullable Text sizeIopsSec;

  @XmlElement(name = "group_name")
  public @Nullable Text groupName;
}
