/**
 * Domain files become guests, partition documents partitions: bytes are read once, parsed,
 * validated and bound in one pass, and what is wrong becomes problems with line and column.
 *
 * <p>What one element or attribute means is decided here; how values of a guest, or of several
 * guests, fit together is not. Documents are hostile until proven otherwise: every cost is bounded.
 *
 * <p>The way back is here too: one value of a document is changed in its bytes, and the bytes of a
 * file are replaced.
 */
@NullMarked
package vcg.read;

import org.jspecify.annotations.NullMarked;
