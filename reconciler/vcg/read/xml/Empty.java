package vcg.read.xml;

/** An element that says all by being there. */
public final class Empty extends Placed {}
