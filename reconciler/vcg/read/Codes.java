package vcg.read;

/** The codes of problems that reading finds; docs/problems.md explains them. */
final class Codes {
  static final String UNREADABLE = "VCG001";
  static final String NOT_A_FILE = "VCG002";
  static final String TOO_LARGE = "VCG003";
  static final String ENCODING = "VCG004";
  static final String NOT_WELL_FORMED = "VCG005";
  static final String DOCTYPE = "VCG006";
  static final String LIMIT = "VCG007";
  static final String UNTRUSTED = "VCG008";
  static final String IGNORED_ENTRY = "VCG009";
  static final String EMPTY = "VCG010";
  static final String MORE = "VCG011";

  static final String INVALID = "VCG100";
  static final String NO_DOMAIN = "VCG101";
  static final String NOT_SUPPORTED = "VCG102";
  static final String UNKNOWN_ELEMENT = "VCG103";
  static final String UNKNOWN_ATTRIBUTE = "VCG104";
  static final String MISSING_ELEMENT = "VCG105";
  static final String MISSING_ATTRIBUTE = "VCG106";
  static final String WRONG_VALUE = "VCG107";
  static final String TWICE = "VCG108";
  static final String STRAY_TEXT = "VCG109";

  static final String SIZE = "VCG204";
  static final String CURRENT_MEMORY = "VCG205";
  static final String CPUSET = "VCG208";
  static final String PARTITION = "VCG209";
  static final String QUOTA = "VCG210";
  static final String INCOMPLETE = "VCG211";
  static final String WRONG_DRIVER = "VCG212";
  static final String CONTRADICTION = "VCG213";
  static final String NO_EFFECT = "VCG220";
  static final String PIN = "VCG221";
  static final String ADDRESS = "VCG230";

  private Codes() {}
}
