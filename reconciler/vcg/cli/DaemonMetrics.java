package vcg.cli;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import vcg.cgroup.CgroupCounts;
import vcg.run.Control;
import vcg.run.Counters;
import vcg.run.DaemonStatus;
import vcg.run.GuestCondition;
import vcg.run.GuestUse;

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
    uses(all, control.uses());
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
    all.metricSnapshot(durations(counters.decisions()));
    all.metricSnapshot(one("vcg_guest_looks", "looks at guests", counters.looks()));
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
    counters
        .restarts()
        .forEach(
            (what, count) -> add(restarts, count, "guest", what.guest(), "reason", what.reason()));
    all.metricSnapshot(restarts.build());
    CounterSnapshot.Builder guards = counter("vcg_guard_refusals", "stops that a guard held back");
    add(guards, counters.stopsHeld(), "guard", "stop");
    all.metricSnapshot(guards.build());
    all.metricSnapshot(
        one("vcg_watch_overflows", "how often a watch lost events", counters.overflows()));
    all.metricSnapshot(
        gauge(
            "vcg_orphan_cgroups",
            "directories beside those of guests that vcg did not make",
            (double) counters.foreign()));
    kernel(all, counters.cgroups());
  }

  private static void kernel(MetricSnapshots.Builder all, CgroupCounts cgroups) {
    all.metricSnapshot(one("vcg_cgroup_reads", "files of cgroups that were read", cgroups.reads()));
    CounterSnapshot.Builder writes =
        counter("vcg_cgroup_writes", "values that were written to cgroups, or were to be");
    cgroups.writes().forEach((where, count) -> add(writes, count, "controller", where));
    all.metricSnapshot(writes.build());
    CounterSnapshot.Builder errors = counter("vcg_write_errors", "those that the kernel refused");
    cgroups
        .errors()
        .forEach((what, count) ->
            add(errors, count, "controller", what.hierarchy(), "errno", what.errno()));
    all.metricSnapshot(errors.build());
  }

  private static HistogramSnapshot durations(Counters.Durations durations) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < durations.within().size(); i++) {
      boolean last = i == Counters.Durations.BOUNDS.size();
      buckets.bucket(
          last ? Double.POSITIVE_INFINITY : Counters.Durations.BOUNDS.get(i) / NANOS,
          durations.within().get(i));
    }
    return HistogramSnapshot.builder()
        .name("vcg_reconcile_duration_seconds")
        .help("what it took to decide about guests that were looked at")
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(durations.nanos() / NANOS)
                .build())
        .build();
  }

  private static void state(MetricSnapshots.Builder all, DaemonStatus status) {
    String version = DaemonMetrics.class.getPackage().getImplementationVersion();
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name("vcg_build_info")
            .help("which vcg this is")
            .dataPoint(point(1, "version", version == null ? "built from classes" : version))
            .build());
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name("vcg_source_revision")
            .help("which documents are in force")
            .dataPoint(point(1, "revision", status.revision()))
            .build());
    status
        .lastLook()
        .ifPresent(at ->
            all.metricSnapshot(
                gauge(
                    "vcg_last_success_timestamp_seconds",
                    "when everything was last looked at, to the end",
                    at.toEpochMilli() / MILLIS)));
    all.metricSnapshot(gauge("vcg_ready", "whether all was looked at", status.ready() ? 1 : 0));
    all.metricSnapshot(gauge("vcg_paused", "whether it is paused", status.paused() ? 1 : 0));
    all.metricSnapshot(
        gauge("vcg_troubles", "what keeps the daemon from its work", status.troubles().size()));
    long held = status.guests().stream().filter(g -> g.file().isPresent()).count();
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name("vcg_files")
            .help("domain files that count, cannot be used, or are held at their last good content")
            .dataPoint(point(status.validFiles(), "state", "valid"))
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

  private static void uses(MetricSnapshots.Builder all, List<GuestUse> uses) {
    GaugeSnapshot.Builder info = GaugeSnapshot.builder().name("vcg_guest_info").help("where it is");
    CounterSnapshot.Builder processor =
        counter("vcg_guest_cpu_seconds", "processor time since its cgroup was made");
    GaugeSnapshot.Builder memory =
        GaugeSnapshot.builder()
            .name("vcg_guest_memory_bytes")
            .help("memory that is charged to its cgroup, caches included");
    for (GuestUse use : uses) {
      Labels guest = Labels.of("guest", use.id().name(), "kind", use.id().driver().toString());
      info.dataPoint(
          GaugeDataPointSnapshot.builder()
              .value(1)
              .labels(guest.merge(Labels.of("partition", use.partition(), "layout", use.layout())))
              .build());
      use.usage()
          .cpuNanos()
          .ifPresent(nanos ->
              processor.dataPoint(
                  CounterDataPointSnapshot.builder().value(nanos / NANOS).labels(guest).build()));
      use.usage()
          .memory()
          .ifPresent(bytes ->
              memory.dataPoint(
                  GaugeDataPointSnapshot.builder().value((double) bytes).labels(guest).build()));
    }
    all.metricSnapshot(info.build());
    all.metricSnapshot(processor.build());
    all.metricSnapshot(memory.build());
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
