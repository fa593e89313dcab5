package vcg.model;

import java.util.Optional;

/**
 * Something about a processor that a document says outside of {@code <cpu>}: an enlightenment for
 * Windows, a property of KVM, a clock.
 *
 * @param name where the document says it: {@code hyperv/spinlocks}, {@code timer/kvmclock}
 * @param value what it is set to beside being on, such as the number of retries
 */
public record CpuTrait(String name, boolean on, Optional<String> value) {}
