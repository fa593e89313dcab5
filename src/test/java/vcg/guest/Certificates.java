package vcg.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates as QEMU wants them in a directory: of an authority, and one it signed. */
final class Certificates {
  private static final String PASSWORD = "secret";

  private Certificates() {}

  /** Makes them, unless they are there. */
  static void make(Path directory) throws IOException {
    if (Files.exists(store(directory))) {
      return;
    }
    keytool(directory, "ca", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
    keytool(directory, "host", "-signer", "ca", "-ext", "san=ip:127.0.0.1");
    try {
      KeyStore keys = open(directory);
      write(
          directory.resolve("ca-cert.pem"), "CERTIFICATE", keys.getCertificate("ca").getEncoded());
      for (String end : List.of("server", "client")) {
        byte[] certificate = keys.getCertificate("host").getEncoded();
        byte[] key = keys.getKey("host", PASSWORD.toCharArray()).getEncoded();
        write(directory.resolve(end + "-cert.pem"), "CERTIFICATE", certificate);
        write(directory.resolve(end + "-key.pem"), "PRIVATE KEY", key);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** What a client with these certificates connects by. */
  static SSLContext context(Path directory) throws IOException, GeneralSecurityException {
    KeyStore keys = open(directory);
    var ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    ours.init(keys, PASSWORD.toCharArray());
    KeyStore authority = KeyStore.getInstance("PKCS12");
    authority.load(null, null);
    authority.setCertificateEntry("ca", keys.getCertificate("ca"));
    var theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    theirs.init(authority);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
    return context;
  }

  private static KeyStore open(Path directory) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store(directory))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static Path store(Path directory) {
    return directory.resolve("keys.p12");
  }

  private static void write(Path file, String what, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file,
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n",
        StandardCharsets.US_ASCII);
  }

  private static void keytool(Path directory, String alias, String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
    words.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2"));
    words.addAll(List.of("-keystore", store(directory).toString(), "-storepass", PASSWORD));
    words.addAll(List.of(more));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!Files.exists(store(directory)) || process.onExit().join().exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }
}
