package vcg.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of the {@link ControlSocket}. But for {@link #send}, for the loop's thread. */
final class ControlClient implements ControlSocket.Answer {
  private static final Logger LOG = LoggerFactory.getLogger(ControlClient.class);
  private static final int LONGEST_LINE = 64 << 10;

  /** How long a client may say nothing, or take nothing of what it asked for. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How long a client that was refused has to read why. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final int descriptor;
  private final ControlSocket.Caller caller;
  private final ControlSocket.Service service;
  private final EventLoop loop;
  private final ExecutorService requests;
  private final Consumer<ControlClient> gone;
  private final MemorySegment state = Arena.ofAuto().allocate(Libc.STATE);
  private final MemorySegment buffer = Arena.ofAuto().allocate(4096);

  /** What was received and not answered yet. */
  private byte[] received = {};

  private Optional<Future<?>> answering = Optional.empty();
  private MemorySegment unsent = MemorySegment.NULL;
  private final AtomicBoolean sending = new AtomicBoolean();
  private boolean last;
  private boolean ended;
  private long lastMoved = System.nanoTime();

  ControlClient(
      int descriptor,
      ControlSocket.Caller caller,
      ControlSocket.Service service,
      EventLoop loop,
      ExecutorService requests,
      Consumer<ControlClient> gone) {
    this.descriptor = descriptor;
    this.caller = caller;
    this.service = service;
    this.loop = loop;
    this.requests = requests;
    this.gone = gone;
  }

  void begin() throws IOException {
    loop.add(descriptor, EventLoop.READABLE, this::ready);
    loop.later(PATIENCE, this::lookAtTheClock);
  }

  private void ready(int events) {
    if (sending.get()) {
      write();
    }
    if (!ended && (events & ~EventLoop.WRITABLE) != 0) {
      read();
    }
  }

  private void read() {
    long count = Libc.read(state, descriptor, buffer, buffer.byteSize());
    if (count == -Errno.EAGAIN.number() || count == -Errno.EINTR.number()) {
      return;
    }
    if (count <= 0) { // it closed the connection, or broke it
      end();
      return;
    }
    if (last) { // thrown away: to close on unread bytes would take the reason from the client
      return;
    }
    lastMoved = System.nanoTime();
    int before = received.length;
    received = Arrays.copyOf(received, before + (int) count);
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, received, before, (int) count);
    next();
  }

  /** Answers the next line when the answer to the one before has gone. */
  private void next() {
    if (ended || last || answering.isPresent() || sending.get()) {
      return;
    }
    int end = 0;
    while (end < received.length && received[end] != '\n') {
      end++;
    }
    if (end > LONGEST_LINE) {
      refuse("a request is longer than " + LONGEST_LINE + " bytes");
    } else if (end < received.length) {
      String line = new String(received, 0, end, StandardCharsets.UTF_8);
      received = Arrays.copyOfRange(received, end + 1, received.length);
      answering = Optional.of(requests.submit(() -> answer(line)));
    }
    listen();
  }

  private void answer(String line) {
    boolean done = false;
    try {
      service.answer(line, caller, this);
      done = true;
    } catch (InterruptedException _) { // the client is gone, or the daemon ends
      return;
    } catch (RuntimeException e) {
      LOG.error("internal error in a request of process {}", caller.pid(), e);
    } finally {
      boolean goesOn = done;
      loop.post(() -> answered(goesOn));
    }
  }

  private void answered(boolean goesOn) {
    answering = Optional.empty();
    if (goesOn) {
      lastMoved = System.nanoTime();
      next();
    } else {
      end();
    }
  }

  /** Says why, and ends once that is sent. */
  void refuse(String why) {
    last = true;
    received = new byte[0];
    send(service.refusal(why));
  }

  @Override
  public boolean send(String line) {
    if (!sending.compareAndSet(false, true)) {
      return false;
    }
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    loop.post(() -> {
      lastMoved = System.nanoTime();
      unsent = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      write();
    });
    return true;
  }

  private void write() {
    if (ended) {
      return;
    }
    long count = unsent.byteSize() == 0 ? 0 : SocketCalls.send(state, descriptor, unsent);
    if (count < 0 && count != -Errno.EAGAIN.number() && count != -Errno.EINTR.number()) {
      end();
      return;
    }
    if (count > 0) {
      lastMoved = System.nanoTime();
      unsent = unsent.asSlice(count);
    }
    if (unsent.byteSize() > 0) {
      listen();
      return;
    }
    unsent = MemorySegment.NULL;
    sending.set(false);
    if (last) {
      loop.later(FAREWELL, this::end);
      listen();
    } else {
      next();
    }
  }

  /** Waits for room, for a line, or, while it is being answered, only for the client's end. */
  private void listen() {
    boolean reads = last || (answering.isEmpty() && !sending.get());
    loop.change(
        descriptor, (reads ? EventLoop.READABLE : 0) | (sending.get() ? EventLoop.WRITABLE : 0));
  }

  private void lookAtTheClock() {
    if (ended) {
      return;
    }
    long idle = System.nanoTime() - lastMoved;
    boolean clientsTurn = answering.isEmpty() || sending.get();
    if (clientsTurn && idle >= PATIENCE.toNanos()) {
      end();
    } else {
      loop.later(PATIENCE, this::lookAtTheClock);
    }
  }

  void end() {
    if (ended) {
      return;
    }
    ended = true;
    answering.ifPresent(request -> request.cancel(true));
    loop.remove(descriptor);
    Libc.close(state, descriptor);
    gone.accept(this);
  }
}
