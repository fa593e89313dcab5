package vcg.guest;

import tools.jackson.databind.node.ObjectNode;
import vcg.model.Guest;
import vcg.model.IoThread;
import vcg.model.Machine;

/** The options for threads that do input and output. */
final class IoThreadOptions {
  private IoThreadOptions() {}

  static void add(Guest guest, Machine.Qemu machine, Options options) {
    for (IoThread thread : machine.processors().ioThreads()) {
      ObjectNode object =
          Options.object().put("qom-type", "iothread").put("id", "iothread" + thread.number());
      thread
          .poll()
          .ifPresent(p -> {
            p.most().ifPresent(n -> object.put("poll-max-ns", n));
            p.grow().ifPresent(n -> object.put("poll-grow", n));
            p.shrink().ifPresent(n -> object.put("poll-shrink", n));
          });
      helpers(thread.helpers(), object);
      options.add("-object", object, "iothreads", guest.at());
    }
    machine
        .processors()
        .otherHelpers()
        .ifPresent(h -> {
          ObjectNode object = Options.object().put("qom-type", "main-loop").put("id", "main-loop");
          helpers(h.value(), object);
          options.add("-object", object, "defaultiothread", h.at());
        });
  }

  private static void helpers(IoThread.Helpers helpers, ObjectNode object) {
    helpers.least().ifPresent(n -> object.put("thread-pool-min", n));
    helpers.most().ifPresent(n -> object.put("thread-pool-max", n));
  }
}
