package vcg.report;

import java.util.List;
import vcg.model.Dropped;

/**
 * What an import left out.
 *
 * <pre>
 * web.xml: 2 parts left out
 *   1:21  @id                    the number of this run
 *   31:7  devices/disk[1]/alias  libvirt's own name of the device
 * </pre>
 */
public final class ImportText {
  private ImportText() {}

  /** The parts of one document; empty: it is taken as it is. */
  public static String of(String file, List<Dropped> dropped) {
    if (dropped.isEmpty()) {
      return "";
    }
    Columns columns = new Columns();
    for (Dropped part : dropped) {
      columns.row("", part.at().line() + ":" + part.at().column(), part.path(), part.reason());
    }
    String parts = dropped.size() == 1 ? " part" : " parts";
    return Printable.line(file + ": " + dropped.size() + parts + " left out")
        + "\n"
        + columns.text();
  }
}
