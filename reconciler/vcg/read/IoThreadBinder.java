package vcg.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vcg.model.IoThread;
import vcg.model.Located;
import vcg.read.xml.Domain;
import vcg.read.xml.IoThreadIds;
import vcg.read.xml.Placed;

/** Reads which I/O threads there are. */
final class IoThreadBinder {
  /** The schema takes no more; a refused document may say billions. */
  private static final int MOST = 1024;

  private final Findings findings;

  IoThreadBinder(Findings findings) {
    this.findings = findings;
  }

  /** In order of their numbers; those that have none get the free ones from 1. */
  List<IoThread> bind(Domain domain) {
    SortedMap<Integer, IoThread> threads = new TreeMap<>();
    if (domain.iothreadids != null) {
      for (IoThreadIds.IoThread element : domain.iothreadids.threads) {
        int number = Words.small(element.id).orElse(0);
        if (threads.putIfAbsent(number, thread(element, number)) != null) {
          findings.attributeError(
              Codes.TWICE, element, "id", "I/O thread " + number + " occurs twice");
        }
      }
    }
    int stated = domain.iothreads == null ? 0 : Words.small(domain.iothreads.text).orElse(0);
    int count = Math.min(MOST, stated);
    for (int number = 1; threads.size() < count; number++) {
      threads.putIfAbsent(number, IoThread.plain(number));
    }
    return new ArrayList<>(threads.values());
  }

  Optional<Located<IoThread.Helpers>> ofTheRest(Domain domain) {
    return Optional.ofNullable(domain.defaultiothread)
        .map(d -> new Located<>(helpers(d, d.threadPoolMin, d.threadPoolMax), findings.at(d)));
  }

  private IoThread thread(IoThreadIds.IoThread element, int number) {
    return new IoThread(
        number,
        helpers(element, element.threadPoolMin, element.threadPoolMax),
        Words.only(element.polls, "poll", findings)
            .map(p ->
                new IoThread.Poll(
                    Words.number(p.max), Words.number(p.grow), Words.number(p.shrink))));
  }

  private IoThread.Helpers helpers(Placed element, @Nullable String least, @Nullable String most) {
    IoThread.Helpers helpers = new IoThread.Helpers(Words.small(least), Words.small(most));
    int atMost = helpers.most().orElse(64);
    if (helpers.least().orElse(0) > atMost || atMost == 0) {
      findings.error(
          Codes.CONTRADICTION,
          element,
          "thread_pool_min must not be above thread_pool_max, nor that 0");
    }
    return helpers;
  }
}
