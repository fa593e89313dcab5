package vcg.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import vcg.linux.Accounts;
import vcg.linux.ControlSocket;
import vcg.run.Control;

/** Where a running daemon is asked: by operators always, by Prometheus if that is wanted. */
final class Service implements AutoCloseable {
  private final ControlSocket operators;
  private final Optional<MetricsServer> metrics;

  private Service(ControlSocket operators, Optional<MetricsServer> metrics) {
    this.operators = operators;
    this.metrics = metrics;
  }

  /**
   * Listens where the arguments say.
   *
   * @param alive whether the daemon's own thread is not stuck
   */
  static Service open(Arguments arguments, Control control, BooleanSupplier alive)
      throws UsageException, IOException {
    ControlSocket operators =
        ControlSocket.open(
            DaemonLink.socket(arguments), access(arguments), new ControlRequests(control));
    boolean whole = false;
    try {
      Optional<String> place = arguments.get(Option.METRICS);
      Optional<MetricsServer> metrics =
          place.isEmpty()
              ? Optional.empty()
              : Optional.of(MetricsServer.open(place.get(), control, alive));
      whole = true;
      return new Service(operators, metrics);
    } finally {
      if (!whole) {
        operators.close();
      }
    }
  }

  private static ControlSocket.Access access(Arguments arguments)
      throws UsageException, IOException {
    Optional<String> name = arguments.get(Option.CONTROL_GROUP);
    OptionalInt group = name.isEmpty() ? OptionalInt.empty() : Accounts.group(name.get());
    if (name.isPresent() && group.isEmpty()) {
      throw new UsageException(
          "--control-group is \"" + name.get() + "\", must be a group of this host");
    }
    return new ControlSocket.Access(group, arguments.has(Option.STATUS_FOR_ALL));
  }

  @Override
  public void close() throws IOException {
    metrics.ifPresent(MetricsServer::close);
    operators.close();
  }
}
