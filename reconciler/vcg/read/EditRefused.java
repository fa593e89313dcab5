package vcg.read;

/** A change that cannot be asked of a document; the message says what to ask instead. */
public final class EditRefused extends Exception {
  private static final long serialVersionUID = 1;

  EditRefused(String message) {
    super(message);
  }
}
