/**
 * Plans, outcomes, problems and the state of guests as text for people and JSON for programs.
 *
 * <p>Pure functions: the same value gives the same bytes, and nothing foreign is printed raw.
 * Deciding anything, and choosing exit codes, does not belong here.
 */
@NullMarked
package vcg.report;

import org.jspecify.annotations.NullMarked;
