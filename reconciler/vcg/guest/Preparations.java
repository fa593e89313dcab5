package vcg.guest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vcg.model.Firmware;
import vcg.model.Guest;
import vcg.model.Machine;
import vcg.model.MemoryBacking;
import vcg.model.Preparation;

/** What must be there before QEMU starts, and that vcg makes itself where it is missing. */
final class Preparations {
  private Preparations() {}

  static List<Preparation> of(Guest guest, Machine.Qemu machine, GuestFiles files) {
    List<Preparation> list = new ArrayList<>();
    if (machine.memory().backing().value().source() == MemoryBacking.Source.FILE) {
      list.add(new Preparation.Directory(files.memory().toString()));
    }
    if (machine.hardware().peripherals().tpm().isPresent()) {
      Path state = files.tpmState(guest.id());
      list.add(new Preparation.Directory(String.valueOf(state.getParent())));
      list.add(new Preparation.Directory(state.toString()));
    }
    Firmware firmware = machine.board().firmware();
    Optional<Firmware.Nvram> nvram =
        firmware
            .loader()
            .filter(l -> l.value().hasVariables())
            .flatMap(_ -> firmware.nvram())
            .map(n -> n.value());
    if (nvram.isPresent() && nvram.get().template().isPresent()) {
      if (nvram.get().path().isEmpty()) {
        list.add(
            new Preparation.Directory(String.valueOf(files.variables(guest.id()).getParent())));
      }
      list.add(
          new Preparation.Copy(
              nvram.get().template().get(), FirmwareOptions.path(guest, nvram.get(), files)));
    }
    return list;
  }
}
