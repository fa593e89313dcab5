/**
 * Domain files become guests: bytes are read once, parsed, validated and bound in one pass, and
 * what is wrong becomes problems with line and column.
 *
 * <p>What one element or attribute means is decided here; how values of a guest, or of several
 * guests, fit together is not. Documents are hostile until proven otherwise: every cost is bounded.
 */
@NullMarked
package vcg.read;

import org.jspecify.annotations.NullMarked;
