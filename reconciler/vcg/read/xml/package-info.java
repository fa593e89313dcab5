/**
 * The elements of a document as classes for JAXB, named after the types of {@code
 * schema/domain.xsd}.
 *
 * <p>They hold the text of the document and where it stands, and may be null anywhere, as JAXB
 * leaves them; {@code vcg.read} turns them into values at once. Nothing else uses them, and no rule
 * belongs here.
 */
@NullMarked
@XmlAccessorType(XmlAccessType.FIELD)
package vcg.read.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import org.jspecify.annotations.NullMarked;
