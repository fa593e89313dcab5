package vcg.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vcg.model.GuestUser;

class AccountsTest {
  @Test
  void find_numbers_areTakenAsTheyAre() throws IOException {
    assertThat(Accounts.find("64055:64056")).hasValue(new GuestUser("64055:64056", 64055, 64056));
  }

  @Test
  void find_name_isLookedUp() throws IOException {
    assertThat(Accounts.find("nobody").map(GuestUser::name)).hasValue("nobody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "0:0", "1:0", "0:1", "", "-s", "7", "no such user", "1:2:3"})
  void find_rootOrNobodyAtAll_refused(String name) throws IOException {
    assertThat(Accounts.find(name)).isEmpty();
  }
}
