package vcg.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that QEMU accepts as what a domain file says they are. */
final class Images {
  private static final int SIZE = 1 << 20;
  private static final int QCOW2_CLUSTER = 512;

  private static final Pattern OTHERS = Pattern.compile(".*\\.(qcow|qed|vdi|vmdk|vpc|vhdx)");

  private Images() {}

  /** Makes the file that the end of its name tells: image of a format, kernel, or raw image. */
  static void make(Path file) throws IOException {
    String name = file.getFileName().toString();
    Files.createDirectories(file.getParent());
    Matcher other = OTHERS.matcher(name);
    if (name.endsWith(".pem")) {
      Certificates.make(Path.of(String.valueOf(file.getParent())));
    } else if (other.matches()) {
      byQemu(file, other.group(1));
    } else if (name.endsWith(".qcow2")) {
      Files.write(file, qcow2());
    } else {
      Files.write(file, name.equals("vmlinuz") ? kernel() : new byte[SIZE]);
    }
  }

  /** An empty image: header, reference count table, reference counts, level-1 table. */
  private static byte[] qcow2() {
    ByteBuffer image = ByteBuffer.allocate(4 * QCOW2_CLUSTER);
    image.putInt(0x514649fb).putInt(2).putLong(0).putInt(0);
    image.putInt(Integer.numberOfTrailingZeros(QCOW2_CLUSTER)).putLong(SIZE).putInt(0);
    image.putInt(SIZE / QCOW2_CLUSTER / 64).putLong(3 * QCOW2_CLUSTER);
    image.putLong(QCOW2_CLUSTER).putInt(1).putInt(0).putLong(0);
    image.putLong(QCOW2_CLUSTER, 2 * QCOW2_CLUSTER);
    for (int cluster = 0; cluster < 4; cluster++) {
      image.putShort(2 * QCOW2_CLUSTER + 2 * cluster, (short) 1);
    }
    return image.array();
  }

  /** Has QEMU write an empty image, which it does as a job of a machine without any part. */
  private static void byQemu(Path file, String format) throws IOException {
    Process process =
        new ProcessBuilder(
                "/usr/bin/qemu-system-x86_64 -machine none -nodefaults -display none -qmp stdio"
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    Files.write(file, new byte[0]);
    try (Writer in = process.outputWriter();
        BufferedReader out = process.inputReader()) {
      in.write(
          """
          {"execute": "qmp_capabilities"}
          {"execute": "blockdev-add", "arguments":
            {"driver": "file", "node-name": "file", "filename": "%s"}}
          {"execute": "blockdev-create", "arguments":
            {"job-id": "image", "options": {"driver": "%s", "file": "file", "size": %d%s}}}
          """
              .formatted(file, format, SIZE, format.equals("vpc") ? ", \"force-size\": true" : ""));
      in.flush();
      String line = out.readLine();
      while (line != null && !line.contains("concluded")) {
        line = out.readLine();
      }
      in.write("{\"execute\": \"query-jobs\"}\n");
      in.flush();
      line = out.readLine();
      if (line == null || line.contains("error")) {
        throw new IOException("no image of format " + format + ": " + line);
      }
    } finally {
      process.destroy();
    }
  }

  /** The header that makes a file a kernel; it is loaded, but never run. */
  private static byte[] kernel() {
    ByteBuffer image = ByteBuffer.allocate(64 << 10).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) 1).putInt(0x202, 0x53726448).putShort(0x206, (short) 0x20c);
    image.put(0x211, (byte) 1).putInt(0x22c, 0x37ffffff).putInt(0x238, 2047);
    return image.array();
  }
}
