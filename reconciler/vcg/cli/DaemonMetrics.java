package vcg.cli;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import vcg.run.Control;
import vcg.run.Counters;
import vcg.run.DaemonStatus;
import vcg.run.GuestCondition;

/** The daemon in numbers, in Prometheus' text format. */
final class DaemonMetrics {
  static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private DaemonMetrics() {}

  static byte[] of(Control control) throws IOException {
    DaemonStatus status = control.status();
    Counters counters = control.counters();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    counters(all, counters);
    state(all, status);
    guests(all, status);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, all.build());
    return out.toByteArray();
  }

  private static void counters(MetricSnapshots.Builder all, Counters counters) {
    CounterSnapshot.Builder reconciled =
        counter("vcg_reconcile", "guests and partitions that were changed, or failed to");
    add(reconciled, counters.succeeded(), "result", "done");
    add(reconciled, counters.failed(), "result", "failed");
    all.metricSnapshot(reconciled.build());
    all.metricSnapshot(
        SummarySnapshot.builder()
            .name("vcg_reconcile_duration_seconds")
            .help("looks at guests, with what was decided")
            .dataPoint(
                SummaryDataPointSnapshot.builder()
                    .count(counters.looks())
                    .sum(counters.lookNanos() / NANOS)
                    .build())
            .build());
    all.metricSnapshot(one("vcg_sweeps", "looks at everything", counters.sweeps()));
    CounterSnapshot.Builder drift =
        counter("vcg_drift_corrections", "values that others changed and that were put back");
    counters
        .drift()
        .forEach((where, count) ->
            add(
                drift,
                count,
                "guest",
                where.guest(),
                "controller",
                where.controller(),
                "file",
                where.file()));
    all.metricSnapshot(drift.build());
    CounterSnapshot.Builder restarts =
        counter("vcg_guest_restarts", "guests that were started again after they had ended");
    counters.restarts().forEach((reason, count) -> add(restarts, count, "reason", reason));
    all.metricSnapshot(restarts.build());
    CounterSnapshot.Builder guards = counter("vcg_guard_refusals", "stops that a guard held back");
    add(guards, counters.stopsHeld(), "guard", "stop");
    all.metricSnapshot(guards.build());
    all.metricSnapshot(
        one("vcg_watch_overflows", "how often a watch lost events", counters.overflows()));
  }

  private static void state(MetricSnapshots.Builder all, DaemonStatus status) {
    String version = DaemonMetrics.class.getPackage().getImplementationVersion();
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name("vcg_build_info")
            .help("which vcg this is")
            .dataPoint(point(1, "version", version == null ? "built from classes" : version))
            .build());
    status
        .lastLook()
        .ifPresent(at ->
            all.metricSnapshot(
                gauge(
                    "vcg_last_look_timestamp_seconds",
                    "when everything was last looked at",
                    at.toEpochMilli() / MILLIS)));
    all.metricSnapshot(gauge("vcg_ready", "whether all was looked at", status.ready() ? 1 : 0));
    all.metricSnapshot(gauge("vcg_paused", "whether it is paused", status.paused() ? 1 : 0));
    all.metricSnapshot(
        gauge("vcg_troubles", "what keeps the daemon from its work", status.troubles().size()));
    long held = status.guests().stream().filter(g -> g.file().isPresent()).count();
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name("vcg_files")
            .help("domain files that do not count")
            .dataPoint(point(status.files().size(), "state", "invalid"))
            .dataPoint(point((double) held, "state", "held"))
            .build());
  }

  private static void guests(MetricSnapshots.Builder all, DaemonStatus status) {
    all.metricSnapshot(
        each(
            status,
            "vcg_guest_in_sync",
            "whether it is as its document says",
            g -> g.sync() == GuestCondition.Sync.IN_SYNC ? 1 : 0));
    all.metricSnapshot(
        each(
            status,
            "vcg_guest_running",
            "whether its process runs",
            g -> g.process().isPresent() ? 1 : 0));
    GaugeSnapshot.Builder conditions =
        GaugeSnapshot.builder().name("vcg_guest_condition").help("how it is");
    for (GuestCondition guest : status.guests()) {
      conditions.dataPoint(
          point(
              1,
              "guest",
              guest.id().name(),
              "kind",
              guest.id().driver().toString(),
              "type",
              guest.sync().name().toLowerCase(Locale.ROOT)));
    }
    all.metricSnapshot(conditions.build());
  }

  private static GaugeSnapshot each(
      DaemonStatus status, String name, String help, ToDoubleFunction<GuestCondition> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (GuestCondition guest : status.guests()) {
      gauge.dataPoint(
          point(
              value.applyAsDouble(guest),
              "guest",
              guest.id().name(),
              "kind",
              guest.id().driver().toString()));
    }
    return gauge.build();
  }

  private static CounterSnapshot.Builder counter(String name, String help) {
    return CounterSnapshot.builder().name(name).help(help);
  }

  private static CounterSnapshot one(String name, String help, long value) {
    CounterSnapshot.Builder counter = counter(name, help);
    add(counter, value);
    return counter.build();
  }

  private static void add(CounterSnapshot.Builder counter, long value, String... labels) {
    counter.dataPoint(
        CounterDataPointSnapshot.builder().value((double) value).labels(Labels.of(labels)).build());
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder().name(name).help(help).dataPoint(point(value)).build();
  }

  private static GaugeDataPointSnapshot point(double value, String... labels) {
    return GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build();
  }
}
