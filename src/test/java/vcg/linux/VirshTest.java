package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of virsh's answers, by a shell in its place. */
class VirshTest {
  @Test
  void domains_namesWithBlanks_areWhatStandsBehindTheIdentity() throws Exception {
    Virsh virsh =
        virsh(
            "echo '15b3d736-18e9-4951-95d9-dd60d2f3c05b two words '; echo;"
                + " echo '05b3d736-18e9-4951-95d9-dd60d2f3c05b 7'");

    List<Virsh.Domain> domains = virsh.domains();

    assertThat(domains)
        .containsExactly(
            new Virsh.Domain("05b3d736-18e9-4951-95d9-dd60d2f3c05b", "7"),
            new Virsh.Domain("15b3d736-18e9-4951-95d9-dd60d2f3c05b", "two words"));
  }

  @Test
  void document_domainWithANumberAsName_isAskedForByItsIdentity() throws Exception {
    Virsh virsh = virsh("echo \"$@\"");

    byte[] document = virsh.document(new Virsh.Domain("05b3d736", "7"));

    assertThat(document)
        .asString()
        .isEqualTo("dumpxml --inactive --security-info --domain 05b3d736\n");
  }

  @Test
  void domains_virshFails_saysWhatItSaid() {
    Virsh virsh = virsh("echo 'error: failed to connect\u001b to the hypervisor' >&2; exit 1");

    assertThatThrownBy(virsh::domains)
        .isInstanceOf(IOException.class)
        .hasMessage("virsh list: error: failed to connect? to the hypervisor");
  }

  @Test
  void domains_noVirsh_asksWhetherItIsInstalled() {
    Virsh virsh = new Virsh(List.of("/no/such/virsh"));

    assertThatThrownBy(virsh::domains)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is it installed?");
  }

  private static Virsh virsh(String script) {
    return new Virsh(List.of("sh", "-c", script, "virsh"));
  }
}
