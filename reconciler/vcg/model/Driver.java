package vcg.model;

/** What runs a guest; the word is part of the name of the guest's cgroup. */
public enum Driver {
  QEMU("qemu"),
  LXC("lxc");

  private final String word;

  Driver(String word) {
    this.word = word;
  }

  /** The driver that calls itself so in file and directory names. */
  public static Driver parse(String word) {
    for (Driver driver : values()) {
      if (driver.word.equals(word)) {
        return driver;
      }
    }
    throw new IllegalArgumentException("no driver: " + word);
  }

  @Override
  public String toString() {
    return word;
  }
}
