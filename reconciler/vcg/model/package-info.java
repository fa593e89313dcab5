/**
 * The words all stages speak: what a document asks for, what a host is, and what is to be done.
 *
 * <p>Immutable values without input or output; a value that exists is right. Nothing here knows how
 * files are read or how a change is carried out.
 */
@NullMarked
package vcg.model;

import org.jspecify.annotations.NullMarked;
