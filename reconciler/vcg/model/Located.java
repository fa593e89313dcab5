package vcg.model;

/** A value and the place in a domain file that states it. */
public record Located<T>(T value, Location at) {}
