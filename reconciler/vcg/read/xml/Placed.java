package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlTransient;

/** An element of a document. */
@XmlTransient
public abstract class Placed {
  /** Where its start tag begins in the text of the document. */
  @XmlTransient public int tagStart;
}
