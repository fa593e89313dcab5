package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AccessListTest {
  private static final int UID = 64055;
  private static final int OTHER = 1000;

  @Test
  void with_plainMode_groupAndOthersKeepWhatTheyHad() {
    AccessList list = AccessList.ofMode(0100640).with(UID, AccessList.READ | AccessList.WRITE);

    assertThat(list.ofUser(UID)).hasValue(6);
    assertThat(list.ofUser(OTHER)).isEmpty();
    assertThat(list.without(UID)).isEqualTo(AccessList.ofMode(0100640));
  }

  @Test
  void with_again_replacesTheEntry() {
    AccessList list = AccessList.ofMode(0600).with(UID, 6).with(UID, AccessList.READ);

    assertThat(list.ofUser(UID)).hasValue(AccessList.READ);
    assertThat(list.entries()).hasSize(5);
  }

  @Test
  void with_entryThatTheMaskHeldBack_staysHeldBack() {
    AccessList masked =
        new AccessList(
            AccessList.ofMode(0600).with(OTHER, 6).entries().stream()
                .map(e -> e.tag() == 0x10 ? new AccessList.Entry(e.tag(), 4, e.id()) : e)
                .toList());

    assertThat(masked.ofUser(OTHER)).hasValue(4);
    assertThat(masked.with(UID, 6).ofUser(OTHER)).hasValue(4);
  }

  @Test
  void without_oneOfTwo_otherKeepsItsEntry() {
    AccessList list = AccessList.ofMode(0600).with(OTHER, 4).with(UID, 6).without(UID);

    assertThat(list.ofUser(OTHER)).hasValue(4);
    assertThat(list.ofUser(UID)).isEmpty();
  }

  @Test
  void parse_bytes_isTheSame() {
    AccessList list = AccessList.ofMode(0751).with(UID, 6).with(OTHER, 4);

    assertThat(AccessList.parse(list.bytes())).isEqualTo(list);
  }

  @Test
  void parse_anotherVersion_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessList.parse(new byte[] {9, 0, 0, 0}));
  }
}
