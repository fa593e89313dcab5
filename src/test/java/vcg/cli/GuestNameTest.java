package vcg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vcg.model.Desired;
import vcg.model.Driver;
import vcg.model.GuestId;
import vcg.model.Location;
import vcg.model.Problem;
import vcg.model.Reading;

class GuestNameTest {
  private static final GuestId WEB = new GuestId(Driver.QEMU, "web");
  private static final GuestId CONTAINER = new GuestId(Driver.LXC, "web");

  @Test
  void find_oneOfThatName_isIt() throws Exception {
    assertThat(GuestName.find("web", claims(WEB), List.of())).isEqualTo(WEB);
    assertThat(GuestName.find("web.qemu", claims(WEB), List.of())).isEqualTo(WEB);
  }

  @Test
  void find_twoOfThatName_needsTheDriver() throws Exception {
    Desired both = claims(WEB, CONTAINER);

    assertThat(GuestName.find("web.lxc", both, List.of())).isEqualTo(CONTAINER);
    assertThatThrownBy(() -> GuestName.find("web", both, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("web is the name of several guests; say web.qemu or web.lxc");
  }

  @Test
  void find_unknown_namesOneThatIsNear() {
    assertThatThrownBy(() -> GuestName.find("wbe", claims(WEB), List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("no guest wbe, neither in a file of dir nor remembered; did you mean web?");
  }

  @Test
  void assignment_ofParameters_hasTheirPath() throws Exception {
    assertThat(Assignment.ofParameter("vcpu_quota=-1"))
        .isEqualTo(new Assignment("cputune/quota", "-1"));
    assertThat(Assignment.parse("os/cmdline=a=b")).isEqualTo(new Assignment("os/cmdline", "a=b"));
  }

  @Test
  void assignment_mistakes_sayWhatToChange() {
    refused("unknown parameter cpu_share; did you mean cpu_shares?", "cpu_share=5");
    refused("\"cpu_shares\" must be NAME=VALUE, such as cpu_shares=2048", "cpu_shares");
    assertThatThrownBy(() -> Assignment.ofParameter("weight=5"))
        .hasMessageStartingWith("unknown parameter weight; there are cpu_shares, vcpu_period, ");
    assertThatThrownBy(() -> Assignment.parse("=5"))
        .hasMessage("\"=5\" must be PATH=VALUE, such as cputune/shares=2048");
  }

  private static void refused(String message, String word) {
    assertThatThrownBy(() -> Assignment.ofParameter(word))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  private static Desired claims(GuestId... guests) {
    Problem wrong = Problem.error("VCG100", Location.ofFile("x.xml"), "wrong");
    return new Desired(
        "dir",
        true,
        List.of(guests).stream()
            .map(id -> Reading.invalid(id.fileName() + ".xml", Optional.of(id), List.of(wrong)))
            .toList(),
        List.of());
  }
}
